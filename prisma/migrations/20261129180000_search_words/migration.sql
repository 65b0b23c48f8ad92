-- What separates words is the same in a search: blanks, hyphens, underscores, dots and the ends of lines.
UPDATE secrets SET search_text = translate(search_text, E'-_.\t\r\n', '      ');
