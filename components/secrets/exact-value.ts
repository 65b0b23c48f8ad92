/**
 * Puts a value into a form as the bytes of a file part: form data would turn every line end into CRLF in a text field.
 */
export function setExactValue(form: FormData, value: string): void {
  form.set("value", new File([value], "value", { type: "text/plain" }));
}
