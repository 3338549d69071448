// What stands in a picture that is held before the camera. The pictures of the camera stay in memory.

const PATIENCE = 60_000; // milliseconds

export const canScan = () => "BarcodeDetector" in window && Boolean(navigator.mediaDevices?.getUserMedia);

// The first text that `fits`; an empty one where nothing came for a while. Fails where the camera is refused.
export async function scan(place, fits) {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  const video = document.createElement("video");
  Object.assign(video, { srcObject: stream, playsInline: true, muted: true });
  place.replaceChildren(video);
  try {
    await video.play();
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    for (const end = Date.now() + PATIENCE; Date.now() < end && video.isConnected; ) {
      const found = (await detector.detect(video)).map(({ rawValue }) => rawValue).find(fits);
      if (found) return found;
      await new Promise((next) => setTimeout(next, 100));
    }
    return "";
  } finally {
    stream.getTracks().forEach((track) => track.stop());
    video.remove();
  }
}
