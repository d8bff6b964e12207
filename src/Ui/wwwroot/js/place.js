// Fills in where the phone is, when its owner asks for it. Without this script the place is typed or read from the photo.
(() => {
  const button = document.querySelector("[data-place]");
  if (!button || !("geolocation" in navigator)) return;
  const told = document.getElementById(button.dataset.told);
  const say = (key) => { told.textContent = button.dataset[key]; };
  button.hidden = false;
  button.addEventListener("click", () => {
    say("asking");
    navigator.geolocation.getCurrentPosition(
      (found) => {
        document.getElementsByName("form.longitude")[0].value = found.coords.longitude.toFixed(6);
        document.getElementsByName("form.latitude")[0].value = found.coords.latitude.toFixed(6);
        say("found");
      },
      () => say("failed"),
      { enableHighAccuracy: true, timeout: 15000, maximumAge: 30000 });
  });
})();
