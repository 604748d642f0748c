/** The entry of a bundle of its own, the shared worker that holds the event stream of all tabs. Its name says which. */
import { StreamHub, type Tab } from "./stream_hub.ts";

const [, url] = (globalThis as unknown as { readonly name: string }).name.split(" ");
const hub = new StreamHub(() => new EventSource(url!));

addEventListener("connect", (event) => {
  const [port] = (event as MessageEvent).ports;
  const tab: Tab = port!;
  port!.onmessage = ({ data }) => {
    if (data === "join") hub.join(tab);
    else hub.leave(tab);
  };
});
