// The services that a running program talks to: the resource monitor and the engine's log.

import * as grpc from "@grpc/grpc-js";
import { EngineService, type IEngineServer } from "@pulumi/pulumi/proto/engine_grpc_pb";
import * as engine from "@pulumi/pulumi/proto/engine_pb";
import { type IResourceMonitorServer, ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/resource_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import { readGoal } from "./goal";
import type { Planner } from "./planner";
import type { Stopped } from "./run";
import { mapFromWire, toProgram } from "./values";

/** What a program may rely on; everything else the SDK then refuses itself, or does without. */
const FEATURES = new Set(["secrets", "aliasSpecs", "replaceWith"]);

/** Calls that are answered with an error, each with what a user would call it. */
const ABSENT: Record<string, string> = {
  invoke: "a function call (invoke)",
  call: "a method call",
  readResource: "reading a resource with get()",
  registerStackTransform: "a stack transform",
  registerStackInvokeTransform: "an invoke transform",
  registerResourceHook: "a resource hook",
  registerErrorHook: "an error hook",
  registerPackage: "a parameterized package",
};

type Handler<Q, A> = (request: Q) => A | Promise<A>;

export class Monitor {
  private readonly server = new grpc.Server({
    "grpc.max_receive_message_length": -1,
    "grpc.max_send_message_length": -1,
  });
  private rootUrn = "";
  address = "";

  constructor(
    private readonly planner: Planner,
    private readonly log: (severity: number, message: string, urn: string) => void,
  ) {
    this.server.addService(EngineService, {
      log: answer<engine.LogRequest, Empty>((request) => {
        if (!request.getEphemeral()) this.log(request.getSeverity(), request.getMessage(), request.getUrn());
        return new Empty();
      }),
      getRootResource: answer<engine.GetRootResourceRequest, engine.GetRootResourceResponse>(() => {
        const response = new engine.GetRootResourceResponse();
        response.setUrn(this.rootUrn);
        return response;
      }),
      setRootResource: answer<engine.SetRootResourceRequest, engine.SetRootResourceResponse>((request) => {
        this.rootUrn = request.getUrn();
        return new engine.SetRootResourceResponse();
      }),
    } as Partial<IEngineServer> as grpc.UntypedServiceImplementation);
    const absent = Object.entries(ABSENT).map(([method, what]) => [
      method,
      answer(() => {
        throw this.fail(new Error(`${what} is not in the embedded engine`));
      }),
    ]);
    this.server.addService(ResourceMonitorService, {
      ...Object.fromEntries(absent),
      supportsFeature: answer<proto.SupportsFeatureRequest, proto.SupportsFeatureResponse>((request) => {
        const response = new proto.SupportsFeatureResponse();
        response.setHassupport(FEATURES.has(request.getId()));
        return response;
      }),
      registerResource: answer((request: proto.RegisterResourceRequest) => this.register(request)),
      registerResourceOutputs: answer((request: proto.RegisterResourceOutputsRequest) => {
        this.planner.setOutputs(request.getUrn(), mapFromWire(request.getOutputs()?.toJavaScript() ?? {}));
        return new Empty();
      }),
      // Deletions follow once the program is gone, so it need not wait for them.
      signalAndWaitForShutdown: answer(() => new Empty()),
    } as Partial<IResourceMonitorServer> as grpc.UntypedServiceImplementation);
  }

  async start(): Promise<void> {
    const port = await new Promise<number>((resolve, reject) => {
      this.server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) => {
        if (error) reject(error);
        else resolve(bound);
      });
    });
    this.address = `127.0.0.1:${port}`;
  }

  stop(): void {
    this.server.forceShutdown();
  }

  private fail(error: unknown): Stopped {
    return this.planner.fail(error);
  }

  private async register(request: proto.RegisterResourceRequest): Promise<proto.RegisterResourceResponse> {
    const { planner } = this;
    let goal: ReturnType<typeof readGoal>;
    try {
      goal = readGoal(request, planner.home, (urn) => planner.registered.get(urn));
    } catch (error) {
      throw this.fail(error);
    }
    const resource = await planner.register(goal);
    const response = new proto.RegisterResourceResponse();
    response.setUrn(resource.urn);
    response.setId(resource.id ?? "");
    response.setObject(Struct.fromJavaScript(toProgram(resource.outputs) as Record<string, JavaScriptValue>));
    return response;
  }
}

function answer<Q, A>(handler: Handler<Q, A>): grpc.handleUnaryCall<Q, A> {
  return (call, callback) => {
    Promise.resolve()
      .then(() => handler(call.request))
      .then(
        (response) => callback(null, response),
        // The SDK takes this code for a monitor that is shutting down, and ends without a complaint of its own.
        (error: Error) => callback({ code: grpc.status.UNAVAILABLE, details: error.message }),
      );
  };
}
