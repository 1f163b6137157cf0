// One voice at a time: whoever begins to speak silences the others.
document.addEventListener("play", (event) => {
  for (const sound of document.querySelectorAll("audio")) {
    if (sound !== event.target) sound.pause();
  }
}, true);
