/** Everything that somebody escapes: quotes, both slashes, signs of shells, addresses and HTML, controls, letters of 2 to 4 bytes. */
export const VALUE = "p@ss/w+rd=\"q'&<ü€😀> $x`\\%\t~!;#{a}\x1b\x7f";
const raw = String.raw;

/** What these programs really write, taken from them or from their documentation; not made with the code that is tested. */
export const WRITTEN: readonly (readonly [writer: string, text: string])[] = [
  ["JSON.stringify", `${raw`p@ss/w+rd=\"q'&<ü€😀> $x${"`"}\\%\t~!;#{a}\u001b`}\x7f`],
  ["json.dumps of Python", raw`p@ss/w+rd=\"q'&<\u00fc\u20ac\ud83d\ude00> $x${"`"}\\%\t~!;#{a}\u001b\u007f`],
  ["json_encode of PHP", `${raw`p@ss\/w+rd=\"q'&<\u00fc\u20ac\ud83d\ude00> $x${"`"}\\%\t~!;#{a}\u001b`}\x7f`],
  [
    "json_encode of PHP for HTML",
    raw`p@ss\/w+rd=\u0022q\u0027\u0026\u003C\u00fc\u20ac\ud83d\ude00\u003E $x${"`"}\\%\t~!;#{a}\u001b` +
      "\x7f",
  ],
  ["encoding/json of Go", `${raw`p@ss/w+rd=\"q'\u0026\u003cü€😀\u003e $x${"`"}\\%\t~!;#{a}\u001b`}\x7f`],
  ["Gson", `${raw`p@ss/w+rd\u003d\"q\u0027\u0026\u003cü€😀\u003e $x${"`"}\\%\t~!;#{a}\u001b`}\x7f`],
  ["Jackson", `${raw`p@ss/w+rd=\"q'&<ü€😀> $x${"`"}\\%\t~!;#{a}\u001B`}\x7f`],
  [
    "System.Text.Json",
    raw`p@ss/w\u002Brd=\u0022q\u0027\u0026\u003C\u00FC\u20AC\uD83D\uDE00\u003E $x\u0060\\%\t~!;#{a}\u001B\u007F`,
  ],
  [
    "Newtonsoft for HTML",
    `${raw`p@ss/w+rd=\u0022q\u0027\u0026\u003cü€😀\u003e $x${"`"}\\%\t~!;#{a}\u001b`}\x7f`,
  ],
  [
    "json_script of Django",
    `${raw`p@ss/w+rd=\"q'\u0026\u003C\u00fc\u20ac\ud83d\ude00\u003E $x${"`"}\\%\t~!;#{a}\u001b`}\x7f`,
  ],
  [
    "escapejs of Django",
    `${raw`p@ss/w+rd\u003D\u0022q\u0027\u0026\u003Cü€😀\u003E $x\u0060\u005C%\u0009~!\u003B#{a}\u001B`}\x7f`,
  ],
  ["repr of Python", raw`p@ss/w+rd="q\'&<ü€😀> $x${"`"}\\%\t~!;#{a}\x1b\x7f`],
  ["ascii of Python", raw`p@ss/w+rd="q\'&<\xfc\u20ac\U0001f600> $x${"`"}\\%\t~!;#{a}\x1b\x7f`],
  [
    "repr of bytes of Python",
    raw`p@ss/w+rd="q\'&<\xc3\xbc\xe2\x82\xac\xf0\x9f\x98\x80> $x${"`"}\\%\t~!;#{a}\x1b\x7f`,
  ],
  ["util.inspect of Node", raw`p@ss/w+rd="q\'&<ü€😀> $x${"`"}\\%\t~!;#{a}\x1B\x7F`],
  ["inspect of Ruby", raw`p@ss/w+rd=\"q'&<ü€😀> $x${"`"}\\%\t~!;\#{a}\e\x7F`],
  ["dump of Ruby", raw`p@ss/w+rd=\"q'&<\u00FC\u20AC\u{1F600}> $x${"`"}\\%\t~!;\#{a}\e\x7F`],
  ["%q of Go", raw`p@ss/w+rd=\"q'&<ü€😀> $x${"`"}\\%\t~!;#{a}\x1b\x7f`],
  ["%+q of Go", raw`p@ss/w+rd=\"q'&<\u00fc\u20ac\U0001f600> $x${"`"}\\%\t~!;#{a}\x1b\x7f`],
  ["Debug of Rust", raw`p@ss/w+rd=\"q'&<ü€😀> $x${"`"}\\%\t~!;#{a}\u{1b}\u{7f}`],
  ["escape_default of Rust", raw`p@ss/w+rd=\"q\'&<\u{fc}\u{20ac}\u{1f600}> $x${"`"}\\%\t~!;#{a}\u{1b}\u{7f}`],
  [
    "Data::Dumper of Perl with Useqq",
    raw`p\@ss/w+rd=\"q'&<\x{fc}\x{20ac}\x{1f600}> \$x${"`"}\\%\t~!;#{a}\e\177`,
  ],
  ["var_export of PHP", `${raw`p@ss/w+rd="q\'&<ü€😀> $x${"`"}\\%`}\t~!;#{a}\x1b\x7f`],
  ["git, of a name", raw`p@ss/w+rd=\"q'&<\303\274\342\202\254\360\237\230\200> $x${"`"}\\%\t~!;#{a}\033\177`],
  [
    "protobuf as text",
    raw`p@ss/w+rd=\"q\'&<\303\274\342\202\254\360\237\230\200> $x${"`"}\\%\t~!;#{a}\033\177`,
  ],
  [
    "Properties.store of Java",
    raw`p@ss/w+rd\="q'&<\u00FC\u20AC\uD83D\uDE00> $x${"`"}\\%\t~\!;\#{a}\u001B\u007F`,
  ],
  ["mysql_real_escape_string", `${raw`p@ss/w+rd=\"q\'&<ü€😀> $x${"`"}\\%`}\t~!;#{a}\x1b\x7f`],
  ["a literal of SQL", VALUE.replaceAll("'", "''")],
  ["quote_literal of PostgreSQL", VALUE.replaceAll("'", "''").replaceAll("\\", "\\\\")],
  ["COPY of PostgreSQL", VALUE.replaceAll("\\", "\\\\").replaceAll("\t", "\\t")],
  ["bytea of PostgreSQL", `\\x${Buffer.from(VALUE).toString("hex")}`],
  ["CSV", VALUE.replaceAll('"', '""')],
  ["PyYAML", raw`p@ss/w+rd=\"q'&<\xFC\u20AC\U0001F600> $x${"`"}\\%\t~!;#{a}\e\x7F`],
  ["PyYAML with allow_unicode", raw`p@ss/w+rd=\"q'&<ü€\U0001F600> $x${"`"}\\%\t~!;#{a}\e\x7F`],
  ["printf %q of bash", raw`$'p@ss/w+rd="q\'&<ü€😀> $x${"`"}\\%\t~!;#{a}\E\177'`],
  [
    "printf %q of bash in ASCII",
    raw`$'p@ss/w+rd="q\'&<\303\274\342\202\254\360\237\230\200> $x${"`"}\\%\t~!;#{a}\E\177'`,
  ],
  ["set -x of bash", VALUE.replaceAll("'", "'\\''")],
  ["shlex.quote of Python", VALUE.replaceAll("'", `'"'"'`)],
  [
    "ls of coreutils",
    raw`'p@ss/w+rd="q'\''&<'$'\303\274\342\202\254\360\237\230\200''> $x${"`"}\%'$'\t''~!;#{a}'$'\033\177'`,
  ],
  ["double quotes of PowerShell", VALUE.replaceAll(/[`"$]/g, "`$&")],
  ["cmd.exe", VALUE.replaceAll(/[&|<>^()%!"]/g, "^$&")],
  ["Compose", VALUE.replaceAll("$", "$$$$")],
  [
    "quote of Python",
    "p%40ss/w%2Brd%3D%22q%27%26%3C%C3%BC%E2%82%AC%F0%9F%98%80%3E%20%24x%60%5C%25%09~%21%3B%23%7Ba%7D%1B%7F",
  ],
  [
    "URLEncoder of Java",
    "p%40ss%2Fw%2Brd%3D%22q%27%26%3C%C3%BC%E2%82%AC%F0%9F%98%80%3E+%24x%60%5C%25%09%7E%21%3B%23%7Ba%7D%1B%7F",
  ],
  [
    "HttpUtility of .NET",
    "p%40ss%2fw%2brd%3d%22q%27%26%3c%c3%bc%e2%82%ac%f0%9f%98%80%3e+%24x%60%5c%25%09%7e!%3b%23%7ba%7d%1b%7f",
  ],
  [
    "PathEscape of Go",
    "p@ss%2Fw+rd=%22q%27&%3C%C3%BC%E2%82%AC%F0%9F%98%80%3E%20$x%60%5C%25%09~%21%3B%23%7Ba%7D%1B%7F",
  ],
  ["an address in an address", encodeURIComponent(encodeURIComponent(VALUE))],
  ["escape of JavaScript", escape(VALUE)],
  ["JSON in a query", encodeURIComponent(JSON.stringify(VALUE)).slice(3, -3)],
  ["React", "p@ss/w+rd=&quot;q&#x27;&amp;&lt;ü€😀&gt; $x`\\%\t~!;#{a}\x1b\x7f"],
  ["html/template of Go", "p@ss/w&#43;rd=&#34;q&#39;&amp;&lt;ü€😀&gt; $x`\\%\t~!;#{a}\x1b\x7f"],
  ["Handlebars", "p@ss/w+rd&#x3D;&quot;q&#x27;&amp;&lt;ü€😀&gt; $x&#x60;\\%\t~!;#{a}\x1b\x7f"],
  ["Mustache", "p@ss&#x2F;w+rd&#x3D;&quot;q&#39;&amp;&lt;ü€😀&gt; $x&#x60;\\%\t~!;#{a}\x1b\x7f"],
  [
    "HtmlEncoder of .NET, but for controls",
    "p@ss/w&#x2B;rd=&quot;q&#x27;&amp;&lt;&#xFC;&#x20AC;&#x1F600;&gt; $x&#x60;\\%\t~!;#{a}\x1b\x7f",
  ],
  ["htmlentities of PHP", "p@ss/w+rd=&quot;q&#039;&amp;&lt;&uuml;&euro;😀&gt; $x`\\%\t~!;#{a}\x1b\x7f"],
  [
    "an attribute of XML in ASCII",
    "p@ss/w+rd=&quot;q&apos;&amp;&lt;&#252;&#8364;&#128512;&gt; $x`\\%&#9;~!;#{a}\x1b\x7f",
  ],
  ["quoted-printable", "=p@ss/w+rd=3D\"q'&<=C3=BC=E2=82=AC=F0=9F=98=80> $x`\\%\t~!;#{a}=1B=7F".slice(1)],
  [
    "the payload of a JSON Web Token",
    Buffer.from(JSON.stringify({ key: VALUE }))
      .toString("base64url")
      .slice(8, -2),
  ],
  ["hex with colons", Buffer.from(VALUE).toString("hex").match(/../g)?.join(":") ?? ""],
  [
    "hex with colons, upper case",
    Buffer.from(VALUE).toString("hex").toUpperCase().match(/../g)?.join(":") ?? "",
  ],
  ["a Buffer of Node", Buffer.from(VALUE).toString("hex").match(/../g)?.join(" ") ?? ""],
  ["a Buffer of Node in JSON", [...Buffer.from(VALUE)].join(",")],
  ["[]byte of Go", [...Buffer.from(VALUE)].join(" ")],
  ["Vec<u8> of Rust, bytes of Python in a list", [...Buffer.from(VALUE)].join(", ")],
];
