package dev.atelier.api.apimart;

import dev.atelier.api.JsonBody;
import dev.atelier.api.ProblemWords;
import dev.atelier.api.read.Fields;
import dev.atelier.api.read.Strictness;
import dev.atelier.api.read.Value;
import dev.atelier.http.server.Exchange;
import dev.atelier.http.wire.FieldSpool;
import dev.atelier.http.wire.JsonWriterStream;
import dev.atelier.image.FaultException;
import dev.atelier.image.RequestFault;
import dev.atelier.image.RequestFault.Problem;
import dev.atelier.metering.key.Principal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Answers queries for one task and for many. */
final class AnswerTasks {
  private static final String TASK_IDS = "task_ids";
  private static final int BATCH_MAX = 100;

  private final Tasks tasks;
  private final Strictness strictness;
  private final InstantSource clock;

  AnswerTasks(Tasks tasks, Strictness strictness, InstantSource clock) {
    this.tasks = tasks;
    this.strictness = strictness;
    this.clock = clock;
  }

  void one(Exchange exchange, Principal principal) throws IOException {
    String id = exchange.variable("id");
    TaskJson task =
        tasks
            .find(exchange, principal, id)
            .orElseThrow(() -> new FaultException(new RequestFault.NotFound("task", id)));
    respond(exchange, task.answer(Version.of(exchange), Language.of(exchange), clock.instant()));
  }

  /** Each task once, in the order asked for; a missing one is a failed one. */
  void many(Exchange exchange, Principal principal) throws IOException {
    Set<String> ids = ids(JsonBody.read(exchange, FieldSpool.NONE, strictness));
    Language language = Language.of(exchange);
    var bytes = new ByteArrayOutputStream();
    var json = new JsonWriterStream(bytes).beginObject().field("code", 200).name("data");
    json.beginArray();
    for (String id : ids) {
      Optional<TaskJson> task = tasks.find(exchange, principal, id);
      if (task.isPresent()) {
        task.get().write(json, Version.of(exchange), language, clock.instant());
      } else {
        TaskJson.writeMissing(json, ProblemWords.shown(id), language);
      }
    }
    json.endArray().endObject();
    respond(exchange, bytes.toByteArray());
  }

  private static void respond(Exchange exchange, byte[] body) throws IOException {
    Version.echo(exchange);
    exchange.respond(200, JsonBody.MEDIA_TYPE, body);
  }

  private Set<String> ids(JsonNode body) {
    if (!Fields.ofJson("", body, strictness).has(TASK_IDS)) {
      throw RequestFault.invalid(TASK_IDS, new Problem.Missing());
    }
    JsonNode list = body.path(TASK_IDS);
    if (!list.isArray()) {
      throw RequestFault.invalid(
          TASK_IDS, new Problem.WrongType("an array of strings", Value.kind(list)));
    }
    if (list.isEmpty()) {
      throw RequestFault.invalid(TASK_IDS, new Problem.TooFew(1, 0));
    }
    if (list.size() > BATCH_MAX) {
      throw RequestFault.invalid(TASK_IDS, new Problem.TooMany(BATCH_MAX, list.size()));
    }
    var ids = new LinkedHashSet<String>();
    for (JsonNode id : list) {
      if (!id.isString()) {
        throw RequestFault.invalid(
            TASK_IDS, new Problem.WrongType("an array of strings", Value.kind(id)));
      }
      ids.add(id.stringValue());
    }
    return ids;
  }
}
