/* The guided path: takes the reader to each new question, and saves the files it offers. */
(() => {
  const failed = "@GUIDED_FAILED@";
  const save = async (form, what) => {
    const state = document.querySelector("#guided-state textarea, #guided-state input").value;
    const answer = await fetch(`api/guided/export?format=${form}&document=${what}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: `{"state": ${state}}`,
    });
    if (!answer.ok) throw new Error(String(answer.status));
    const named = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition") || "");
    const link = document.createElement("a");
    link.href = URL.createObjectURL(await answer.blob());
    link.download = named ? named[1] : `plan.${form}`;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  };
  /* the file is made by the API from the state, and saved without leaving the page */
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("#guided button");
    const asked = /^guided-(plan|note)-(md|docx|pdf)$/.exec(button?.id || "");
    if (!asked || button.disabled) return;
    button.disabled = true;
    save(asked[2], asked[1])
      .catch(() => window.alert(failed))
      .finally(() => { button.disabled = false; });
  });
  let shown = null;
  const arrive = () => {
    const place = document.querySelector("#guided .guided-question");
    if (!place) { shown = null; return; }
    const said = document.getElementById("guided-asked").textContent;
    if (said === shown) return;
    shown = said;
    place.setAttribute("tabindex", "-1");
    place.focus({ preventScroll: true });
    const box = place.getBoundingClientRect();
    if (box.top < 0 || box.top > window.innerHeight * 0.6) place.scrollIntoView({ block: "start" });
  };
  new MutationObserver(arrive).observe(document, { childList: true, subtree: true, characterData: true });
})();
