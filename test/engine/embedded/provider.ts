// The dynamic-provider host of the SDK: one process per run, spoken to over gRPC, secrets stripped and restored.

import * as grpc from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import { type Child, type ChildOptions, startChild } from "./child";
import type { Project } from "./project";
import type { Resource } from "./state";
import { containsUnknown, mapFromWire, type PropertyMap, restoreSecrets, toProvider } from "./values";

/** The provider did part of what it was asked: the object exists, though not as wanted. */
export class PartialFailure extends Error {
  constructor(
    readonly id: string,
    readonly outputs: PropertyMap,
    readonly reasons: string[],
  ) {
    const count = `${reasons.length} error${reasons.length === 1 ? "" : "s"} occurred:`;
    super(
      reasons.length === 0
        ? "resource init failed"
        : `${count}\n${reasons.map((r) => `\t* ${r}\n`).join("")}`,
    );
  }
}

export interface ProviderDiff {
  /** Undefined: the engine is to compare the inputs itself. */
  changes: boolean | undefined;
  replaces: string[];
  deleteBeforeReplace: boolean;
}

export interface CheckFailure {
  property: string;
  reason: string;
}

type Unary<Q, A> = (request: Q, callback: (error: grpc.ServiceError | null, answer: A) => void) => unknown;

export class ProviderHost {
  /** Number of calls without an answer. */
  private underWay = 0;

  private constructor(
    private readonly child: Child,
    private readonly client: ResourceProviderClient,
    private readonly dryRun: boolean,
  ) {}

  static async start(
    project: Project,
    engineAddress: string,
    config: Record<string, string>,
    dryRun: boolean,
    options: Pick<ChildOptions, "env" | "onLine" | "node">,
  ): Promise<ProviderHost> {
    let child: Child | undefined;
    const port = await new Promise<string>((resolve, reject) => {
      let announced = false;
      child = startChild({
        args: [project.sdk("cmd/dynamic-provider"), engineAddress],
        cwd: project.programDir,
        env: options.env,
        node: options.node,
        // As the CLI does: the host is told of the engine's end by the end of its stdin.
        holdStdin: true,
        reuse: true,
        onLine: (line, stream) => {
          if (announced || stream === "stderr") return options.onLine(line, stream);
          announced = true;
          resolve(line.trim());
        },
      });
      child.exited.then(() => reject(new Error("the dynamic provider's process ended before it was ready")));
    });
    const client = new ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), {
      "grpc.max_receive_message_length": -1,
      "grpc.max_send_message_length": -1,
    });
    const host = new ProviderHost(child as Child, client, dryRun);
    const request = new proto.ConfigureRequest();
    request.setArgs(struct(config));
    request.setAcceptsecrets(true);
    await host.call(client.configure, request);
    return host;
  }

  async check(resource: Resource, olds: PropertyMap, news: PropertyMap) {
    const request = new proto.CheckRequest();
    request.setUrn(resource.urn);
    request.setOlds(struct(toProvider(olds)));
    request.setNews(struct(toProvider(news)));
    const answer = await this.call<proto.CheckRequest, proto.CheckResponse>(this.client.check, request);
    const inputs = this.read(answer.getInputs(), news);
    const failures = answer
      .getFailuresList()
      .map((f) => ({ property: f.getProperty(), reason: f.getReason() }));
    return { inputs, failures: failures satisfies CheckFailure[] };
  }

  async diff(
    resource: Resource,
    id: string,
    oldOutputs: PropertyMap,
    news: PropertyMap,
  ): Promise<ProviderDiff> {
    const request = new proto.DiffRequest();
    request.setUrn(resource.urn);
    request.setId(id);
    request.setOlds(struct(toProvider(oldOutputs)));
    request.setNews(struct(toProvider(news)));
    const answer = await this.call<proto.DiffRequest, proto.DiffResponse>(this.client.diff, request);
    const { DIFF_SOME, DIFF_NONE } = proto.DiffResponse.DiffChanges;
    const changes = answer.getChanges();
    return {
      changes: changes === DIFF_SOME ? true : changes === DIFF_NONE ? false : undefined,
      replaces: answer.getReplacesList(),
      deleteBeforeReplace: answer.getDeletebeforereplace(),
    };
  }

  async create(resource: Resource) {
    const request = new proto.CreateRequest();
    request.setUrn(resource.urn);
    request.setProperties(struct(toProvider(resource.inputs)));
    const answer = await this.call<proto.CreateRequest, proto.CreateResponse>(
      this.client.create,
      request,
      resource,
    );
    if (answer.getId() === "")
      throw new Error(`plugin returned empty resource.ID from create '${resource.urn}'`);
    return { id: answer.getId(), outputs: this.read(answer.getProperties(), resource.inputs) };
  }

  async update(old: Resource, resource: Resource): Promise<PropertyMap> {
    const request = new proto.UpdateRequest();
    request.setUrn(resource.urn);
    request.setId(old.id ?? "");
    request.setOlds(struct(toProvider(old.outputs)));
    request.setNews(struct(toProvider(resource.inputs)));
    const answer = await this.call<proto.UpdateRequest, proto.UpdateResponse>(
      this.client.update,
      request,
      resource,
    );
    return this.read(answer.getProperties(), resource.inputs);
  }

  async readLive(resource: Resource) {
    const request = new proto.ReadRequest();
    request.setUrn(resource.urn);
    request.setId(resource.id ?? "");
    request.setProperties(struct(toProvider(resource.outputs)));
    request.setInputs(struct(toProvider(resource.inputs)));
    const answer = await this.call<proto.ReadRequest, proto.ReadResponse>(this.client.read, request);
    return {
      id: answer.getId(),
      outputs: this.read(answer.getProperties(), resource.outputs),
      inputs: answer.hasInputs() ? this.read(answer.getInputs(), resource.inputs) : undefined,
    };
  }

  async delete(resource: Resource): Promise<void> {
    const request = new proto.DeleteRequest();
    request.setUrn(resource.urn);
    request.setId(resource.id ?? "");
    request.setProperties(struct(toProvider(resource.outputs)));
    await this.call(this.client.delete, request);
  }

  async stop(): Promise<void> {
    this.client.close();
    await this.child.stop({ idle: this.underWay === 0 });
  }

  private read(answer: Struct | undefined, given: PropertyMap): PropertyMap {
    const values = mapFromWire(answer?.toJavaScript() ?? {});
    if (!this.dryRun && containsUnknown(values))
      throw new Error("the provider returned an unknown value in an update");
    restoreSecrets(values, given);
    return values;
  }

  private call<Q, A>(method: Unary<Q, A>, request: Q, given?: Resource): Promise<A> {
    this.underWay++;
    return new Promise((resolve, reject) => {
      method.call(this.client, request, (error, answer) => {
        this.underWay--;
        if (error === null) resolve(answer);
        else reject(this.failure(error, given));
      });
    });
  }

  private failure(error: grpc.ServiceError, given: Resource | undefined): Error {
    const [packed] = error.metadata?.get("grpc-status-details-bin") ?? [];
    if (!(packed instanceof Buffer) || given === undefined) return new Error(error.details || error.message);
    const [detail] = Status.deserializeBinary(packed).getDetailsList();
    if (detail?.getTypeName() !== "pulumirpc.ErrorResourceInitFailed") return new Error(error.details);
    const failure = proto.ErrorResourceInitFailed.deserializeBinary(detail.getValue_asU8());
    const outputs = this.read(failure.getProperties(), given.inputs);
    return new PartialFailure(failure.getId(), outputs, failure.getReasonsList());
  }
}

function struct(value: Record<string, unknown>): Struct {
  return Struct.fromJavaScript(value as Record<string, JavaScriptValue>);
}
