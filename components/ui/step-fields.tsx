/** What is done next with something that goes on by itself: the hidden fields of its form. */
export function StepFields({ id, step }: { readonly id: string; readonly step: string }) {
  return (
    <>
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="step" value={step} />
    </>
  );
}
