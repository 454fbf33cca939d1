// The page of a phone in a room; ui/rooms/phone_page.py makes its HTML.
import { only } from "./lib/nodes.js";
import { Phone } from "./room/phone.js";

new Phone(only(document, "#room"), JSON.parse(only(document, "#room-data").textContent ?? "")).start();
