/* Follows the conversation for the eye (scroll) and for the ear (live region), in French. */
(() => {
  const name = (element, label) => {
    element.setAttribute("role", "region");
    element.setAttribute("aria-label", label);
  };
  const follow = (chat, panel) => {
    name(chat, "@CONVERSATION@");
    name(panel, "@SOURCES@");
    const voice = document.createElement("div");
    voice.id = "voice";
    voice.style.cssText = "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)";
    voice.setAttribute("role", "status");
    voice.setAttribute("aria-live", "polite");
    document.body.append(voice);
    let asked = 0;
    let spoken = "";
    const toQuestion = (question) => question.scrollIntoView({ block: "start" });
    const changed = () => {
      const questions = chat.querySelectorAll(".asked");
      const question = questions[questions.length - 1];
      const reply = [...chat.querySelectorAll(".reply")].pop();
      if (questions.length > asked) toQuestion(question);
      asked = questions.length;
      const text = reply && !reply.matches(".pending") ? reply.textContent : "";
      if (!text || text === spoken) return;
      voice.textContent = spoken = text;
      const far = question.getBoundingClientRect().top > window.innerHeight / 6;
      if (far && !reply.matches(".searching")) toQuestion(question);
    };
    new MutationObserver(changed).observe(chat, { childList: true, subtree: true });
  };
  /* the framework speaks only when the server is lost or found again, and in English */
  const write = (element, words) => {
    if (element && element.textContent.trim() !== words) element.textContent = words;
  };
  const translate = () => {
    for (const toast of document.querySelectorAll(".toast-body")) {
      const lost = toast.matches(".error, .warning");
      write(toast.querySelector(".toast-title"), lost ? "@ERROR@" : "@NOTE@");
      for (const text of toast.querySelectorAll(".toast-message-text"))
        write(text, lost ? "@LOST@" : "@FOUND@");
      toast.querySelector(".toast-close")?.setAttribute("aria-label", "@CLOSE@");
    }
  };
  new MutationObserver(translate).observe(document, {
    childList: true, subtree: true, characterData: true,
  });
  new MutationObserver((_, observer) => {
    const chat = document.getElementById("talk-log");
    const panel = document.getElementById("panel");
    if (chat && panel) {
      observer.disconnect();
      follow(chat, panel);
    }
  }).observe(document, { childList: true, subtree: true });
})();
