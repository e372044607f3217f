// A self-signed certificate for localhost, made on the spot: Node can sign one, but not write one.
import { generateKeyPairSync, randomBytes, sign } from "node:crypto";

type Part = Buffer | string;
const hex = (text: string) => Buffer.from(text.replaceAll(" ", ""), "hex");

/** A DER element: tag, length, content. */
function der(tag: number, ...parts: Part[]): Buffer {
  const content = Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part) : part)));
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}
const sequence = (...parts: Part[]) => der(0x30, ...parts);
const date = (time: number) => der(0x17, new Date(time).toISOString().replace(/^..|[-:T]|\.\d+/g, ""));

const ecdsaWithSha256 = sequence(hex("06 08 2a8648ce3d040302"));
const commonName = hex("06 03 550403");
const basicConstraints = hex("06 03 551d13");
const subjectAltName = hex("06 03 551d11");

/** PEM texts of a fresh key and a certificate for localhost and 127.0.0.1 that nobody has signed but itself. */
export function selfSigned(): { key: string; cert: string } {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const name = sequence(der(0x31, sequence(commonName, der(0x0c, "localhost"))));
  const day = 86_400_000;
  const names = sequence(der(0x82, "localhost"), der(0x87, Buffer.from([127, 0, 0, 1])));
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1]), randomBytes(8)),
    ecdsaWithSha256,
    name,
    sequence(date(Date.now() - day), date(Date.now() + day)),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    der(
      0xa3,
      sequence(
        sequence(basicConstraints, der(0x04, sequence(hex("01 01 ff")))),
        sequence(subjectAltName, der(0x04, names)),
      ),
    ),
  );
  const signature = sign("sha256", body, privateKey);
  const whole = sequence(body, ecdsaWithSha256, der(0x03, Buffer.from([0]), signature));
  const lines = whole.toString("base64").replace(/.{64}/g, "$&\n").trimEnd();
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
  };
}
