package dev.atelier.api.runware;

import dev.atelier.api.Authenticator;
import dev.atelier.api.CostHeaders;
import dev.atelier.api.FileLinks;
import dev.atelier.api.JsonBody;
import dev.atelier.http.server.Credentials;
import dev.atelier.http.server.Exchange;
import dev.atelier.http.server.Handler;
import dev.atelier.http.wire.JsonWriterStream;
import dev.atelier.image.AdmissionFault;
import dev.atelier.image.FaultException;
import dev.atelier.image.JobId;
import dev.atelier.metering.key.Principal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Answers an HTTP call: its tasks side by side, its answers in their order. */
final class AnswerTasks implements Handler {
  /** Without a key in a header it is not known who sends, until the body was read. */
  private static final long STRANGER_BYTES_MAX = 8L << 20;

  private final Authenticator authenticator;
  private final FileLinks links;
  private final ReadTasks tasks;
  private final PerformTask perform;
  private final RunwareSettings settings;
  private final AnswerErrors errors;

  AnswerTasks(
      Authenticator authenticator,
      FileLinks links,
      ReadTasks tasks,
      PerformTask perform,
      RunwareSettings settings,
      AnswerErrors errors) {
    this.authenticator = authenticator;
    this.links = links;
    this.tasks = tasks;
    this.perform = perform;
    this.settings = settings;
    this.errors = errors;
  }

  @Override
  public void handle(Exchange exchange) throws Exception {
    errors.handle(exchange, this::answer);
  }

  private void answer(Exchange exchange) throws IOException, InterruptedException {
    Optional<String> shown = Credentials.of(exchange).map(Credentials::secret);
    Optional<Principal> known =
        shown.map(secret -> authenticator.authenticate(exchange, Optional.of(secret)));
    if (known.isEmpty() && exchange.contentLength().orElse(-1) == 0) {
      throw new FaultException(new AdmissionFault.MissingKey()); // there is no place for one
    }
    InputStream body = known.isPresent() ? exchange.body() : exchange.body(STRANGER_BYTES_MAX);
    List<TaskBody> all = tasks.read(body);
    try {
      Optional<Authentication> first = Authentication.of(all.getFirst());
      Principal principal =
          known.orElseGet(
              () -> authenticator.authenticate(exchange, first.flatMap(Authentication::apiKey)));
      List<TaskBody> wanted =
          all.stream().filter(task -> Authentication.of(task).isEmpty()).toList();
      if (wanted.isEmpty()) {
        respond(exchange, List.of(Authentication.accepted(UUID.randomUUID())));
        return;
      }
      var caller =
          new Caller(
              principal,
              links.base(exchange),
              Optional.of(exchange.requestId()),
              exchange.traceparent(),
              exchange.received(),
              CostHeaders.of(exchange).limit(),
              Optional.empty());
      respond(exchange, performed(exchange, caller, wanted));
    } finally {
      all.forEach(TaskBody::close);
    }
  }

  private List<Reply> performed(Exchange exchange, Caller caller, List<TaskBody> wanted)
      throws InterruptedException {
    var calls = wanted.stream().map(_ -> new Call(exchange)).toList();
    try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < wanted.size(); i++) {
        TaskBody task = wanted.get(i);
        Call call = calls.get(i);
        workers.execute(() -> perform.perform(caller, task, call));
      }
    }
    named(exchange, "x-atelier-job", calls.stream().flatMap(call -> call.job.stream()));
    named(exchange, "x-atelier-engine", calls.stream().flatMap(call -> call.engines.stream()));
    return calls.stream().flatMap(call -> call.replies.stream()).toList();
  }

  private static void named(Exchange exchange, String header, Stream<?> values) {
    String all = values.map(Object::toString).distinct().collect(Collectors.joining(", "));
    if (!all.isEmpty()) {
      exchange.setHeader(header, all);
      exchange.note(header.replace("x-atelier-", ""), all);
    }
  }

  /** What one task is answered, gathered; written and read on either side of the wait for it. */
  private final class Call implements Replies {
    private final Exchange exchange;
    private final List<Reply> replies = new ArrayList<>();
    private final Set<String> engines = new TreeSet<>();
    private Optional<JobId> job = Optional.empty();

    Call(Exchange exchange) {
      this.exchange = exchange;
    }

    @Override
    public void send(Reply reply) {
      replies.add(reply);
    }

    @Override
    public void accepted(JobId accepted) {
      job = Optional.of(accepted);
    }

    @Override
    public void made(String engine) {
      engines.add(engine);
    }

    @Override
    public void waiting() throws IOException {
      if (exchange.elapsed().compareTo(settings.callMax()) > 0) {
        throw new PerformTask.TimeoutException();
      }
    }
  }

  private static void respond(Exchange exchange, List<Reply> replies) throws IOException {
    List<Reply.Part> data = replies.stream().flatMap(reply -> reply.data().stream()).toList();
    List<TaskError> failed = replies.stream().flatMap(reply -> reply.errors().stream()).toList();
    boolean well = replies.stream().anyMatch(reply -> reply.status() == 200);
    if (!well) {
      AnswerErrors.begin(exchange, failed.getFirst());
    }
    int status = well ? 200 : failed.getFirst().status();
    OutputStream out = exchange.respond(status, JsonBody.MEDIA_TYPE);
    var json = new JsonWriterStream(out);
    if (!well) {
      AnswerErrors.writeFailed(failed, json);
      return;
    }
    json.beginObject().name("data").beginArray();
    for (Reply.Part part : data) {
      part.write(json);
    }
    json.endArray();
    if (!failed.isEmpty()) {
      json.name("errors").beginArray();
      for (TaskError error : failed) {
        error.write(json);
      }
      json.endArray();
    }
    json.endObject();
  }
}
