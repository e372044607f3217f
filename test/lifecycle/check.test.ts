// What check refuses, and how a failure is told: the CLI prints the whole value of a top-level property that fails.
import { secretSignature, signatureKey } from "../../provider/model/internalNames";
import { UNKNOWN, type Values } from "../../provider/model/values";
import { CLIENT } from "../support/fakeApi";
import { create, createFixture } from "../support/fixture";

const ID = "497f6eca-6276-4993-bfeb-53cbbbba6f08";

/** An object of so many levels. */
function nested(levels: number): Values {
  return levels === 1 ? { a: 1 } : { a: nested(levels - 1) };
}

describe("inputs that are nested too deep", () => {
  test("fail by name alone, with nothing sent and the inputs as they are", async () => {
    const fixture = createFixture();
    const news = { name: "a", transferConfigId: ID, additionalFields: nested(201), "x\n": nested(201) };
    expect(await fixture.provider.check({}, news)).toEqual({
      inputs: news,
      failures: [
        { property: "", reason: "additionalFields: nested more than 200 levels deep" },
        { property: "", reason: expect.stringMatching(/^x[^\n]*: nested more than 200 levels deep$/) },
      ],
    });
    expect(fixture.api.requests).toEqual([]);
  });

  test("are none with 200 levels", async () => {
    const { failures } = await createFixture().provider.check(
      {},
      { name: "a", additionalFields: nested(200) },
    );
    expect(failures).toEqual([]);
  });
});

describe("an adoption of a config that this run's refresh did not find", () => {
  const gone = async () => {
    const fixture = createFixture();
    expect(await fixture.provider.read(ID.toUpperCase(), { name: "Sales", clientId: CLIENT })).toEqual({});
    fixture.lines.length = 0;
    fixture.api.clear();
    return fixture;
  };

  test("passes with a line, whatever the letters of the id, and is not looked for again", async () => {
    const fixture = await gone();
    const { failures } = await fixture.provider.check({}, { transferConfigId: ID.toUpperCase() });
    expect(failures).toEqual([]);
    expect(fixture.lines).toEqual([
      expect.stringMatching(/^adopting 497f6eca-[^:]+: it is gone \(404\), so the update will fail here/),
    ]);
    expect(fixture.api.requests).toEqual([]);
  });

  test("fails where no refresh looked for it", async () => {
    const fixture = createFixture();
    const { failures } = await fixture.provider.check({}, { transferConfigId: ID });
    expect(failures).toHaveLength(1);
    expect(fixture.lines).toEqual([]);
  });
});

test("an adoption with a mistake in its other inputs sends nothing", async () => {
  const fixture = createFixture();
  const { failures } = await fixture.provider.check({}, { transferConfigId: ID, type: "phone" });
  expect(failures?.map(({ property }) => property)).toEqual(["type"]);
  expect([fixture.lines, fixture.api.requests]).toEqual([[], []]);
});

test("an adoption whose id is not known yet sends nothing", async () => {
  const fixture = createFixture();
  const { failures } = await fixture.provider.check({}, { transferConfigId: UNKNOWN });
  expect([failures, fixture.api.requests]).toEqual([[], []]);
});

test("a new resource that fails its check is not created, so it makes no dropped config stay", async () => {
  const fixture = createFixture({ allowDelete: true });
  const { id, outs } = await create(fixture, { name: "Sales", deletionPolicy: "delete" });
  const later = fixture.later();
  const { failures } = await later.provider.check({}, { name: "Desk", type: "phone" });
  expect(failures).toHaveLength(1);
  await later.provider.delete(id, outs);
  expect(fixture.api.requests.map(({ method }) => method)).toContain("DELETE");
});

describe("a failure", () => {
  const reasonsOf = async (news: Values) =>
    (await createFixture().provider.check({}, news)).failures?.map(({ property, reason }) => [
      property,
      reason,
    ]);

  test("of a public property names it, and of a secret one, or what a secret is in, in the reason alone", async () => {
    const news = {
      name: "a",
      type: "phone",
      sipUri: 5,
      transferWaitingMessages: 5,
      __secretPaths: ["sipUri", "transferWaitingMessages[0]"],
    };
    expect(await reasonsOf(news)).toEqual([
      ["type", expect.stringMatching(/^must be one of/)],
      ["", expect.stringMatching(/^sipUri: /)],
      ["", expect.stringMatching(/^transferWaitingMessages: /)],
    ]);
  });

  test("of a secret property is one line and quotes nothing secret", async () => {
    const news = { name: "a", nmae: "canary-7f3a", sipHeaders: "canary-7f3a", __secretPaths: ["nmae"] };
    const [[property, reason] = []] = (await reasonsOf(news)) ?? [];
    expect(property).toBe("");
    expect(reason).toMatch(/^nmae: is not a known property/);
    expect(reason).not.toContain("canary");
  });

  test("of a new config with the fallback appointment_booking names what it needs", async () => {
    const news = { name: "a", softphoneFallbackType: "appointment_booking" };
    expect(await reasonsOf(news)).toEqual([
      ["appointmentConfigId", 'is required when softphoneFallbackType is "appointment_booking"'],
    ]);
  });

  test("leaves the warnings about other fields to the run that has put it right", async () => {
    const fixture = createFixture();
    const news = { name: "a", softphoneFallbackType: "appointment_booking", directPhoneNumber: "0555" };
    await fixture.provider.check({}, news);
    expect(fixture.warnings).toEqual([]);
    await fixture.provider.check({}, { ...news, appointmentConfigId: ID });
    expect(fixture.warnings).toEqual([expect.stringContaining("directPhoneNumber")]);
  });

  test("of a resource that exists is none of a new one", async () => {
    const fixture = createFixture();
    const news = { name: "a", softphoneFallbackType: "appointment_booking" };
    expect((await fixture.provider.check({ name: "a" }, news)).failures).toEqual([]);
    const adopted = { transferConfigId: ID };
    expect((await fixture.provider.check({ name: "a" }, adopted)).failures).toEqual([]);
    expect(fixture.api.requests).toEqual([]);
  });
});

test("what check is handed to wrap leaves it wrapped, and its notes of the turn leave the inputs", async () => {
  const { inputs } = await createFixture().provider.check(
    {},
    {
      name: "a",
      sipHeaders: "h",
      __turn: "1/1 desks/test",
      __wrappedPaths: ["sipHeaders"],
      __provider: "text",
    },
  );
  expect(inputs).toEqual({ name: "a", sipHeaders: { [signatureKey]: secretSignature, value: "h" } });
});
