package dev.atelier.api.responses;

import dev.atelier.api.FileLinks;
import dev.atelier.api.JsonBody;
import dev.atelier.api.openai.MadeImages;
import dev.atelier.api.read.Fields;
import dev.atelier.api.read.Strictness;
import dev.atelier.gateway.Gateway;
import dev.atelier.gateway.query.JobDetail;
import dev.atelier.http.server.Exchange;
import dev.atelier.http.wire.JsonWriterStream;
import dev.atelier.image.ImageRequest;
import dev.atelier.image.RequestFault.Problem;
import dev.atelier.metering.key.Principal;
import dev.atelier.queue.Job;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;

/** Shows, cancels and deletes responses that were stored. */
final class AnswerResponses {
  private static final int NOTHING_TOLD = -1;

  private final Gateway gateway;
  private final StoredResponses responses;
  private final TellResponse tell;
  private final FileLinks links;
  private final Strictness strictness;

  AnswerResponses(
      Gateway gateway,
      StoredResponses responses,
      TellResponse tell,
      FileLinks links,
      Strictness strictness) {
    this.gateway = gateway;
    this.links = links;
    this.responses = responses;
    this.tell = tell;
    this.strictness = strictness;
  }

  /** As it stands, or its events behind {@code starting_after}. */
  void one(Exchange exchange, Principal principal) throws IOException, InterruptedException {
    Fields query = Fields.ofQuery(exchange, strictness);
    boolean stream = query.bool("stream").orElse(false);
    int told = query.integer("starting_after", 0, Integer.MAX_VALUE).orElse(NOTHING_TOLD);
    if (told > NOTHING_TOLD && !stream) {
      throw query.invalid(
          "starting_after", new Problem.Other("it says where a stream goes on: set 'stream'."));
    }
    JobDetail detail = require(exchange, principal);
    Job job = detail.job();
    name(exchange, job);
    if (stream) {
      tell.again(exchange, job, told);
    } else {
      MadeImages.engine(exchange, job);
      var body = new ResponseBody(detail, job);
      MakeResponse.respond(exchange, body.as(body.status()));
    }
  }

  /** The response as it stands then; one that has ended already stays as it is. */
  void cancel(Exchange exchange, Principal principal) throws IOException {
    Job job = require(exchange, principal).job();
    if (!ResponseState.of(job).background()) {
      throw RenderFault.notInBackground();
    }
    gateway.cancel().cancel(principal, job.id());
    name(exchange, job);
    JobDetail now = require(exchange, principal);
    var body = new ResponseBody(now, now.job());
    MakeResponse.respond(exchange, body.as(body.status()));
  }

  /** It and its pictures are gone at once; what still runs is cancelled. */
  void delete(Exchange exchange, Principal principal) throws IOException {
    Job job = require(exchange, principal).job();
    if (!gateway.withdraw().withdraw(principal, job.id())) {
      throw RenderFault.noResponse(exchange.variable("id"));
    }
    var bytes = new ByteArrayOutputStream();
    new JsonWriterStream(bytes)
        .beginObject()
        .field("id", ResponseState.id(job))
        .field("object", "response.deleted")
        .field("deleted", true)
        .endObject();
    exchange.respond(200, JsonBody.MEDIA_TYPE, bytes.toByteArray());
  }

  void inputItems(Exchange exchange, Principal principal) throws IOException {
    Fields query = Fields.ofQuery(exchange, strictness);
    Job job = require(exchange, principal).job();
    exchange.respond(
        200,
        JsonBody.MEDIA_TYPE,
        new InputItems(job, index -> link(exchange, principal, job, index)).page(query));
  }

  /** To a picture that the job works from; empty where it does not, or has it no more. */
  private Optional<String> link(Exchange exchange, Principal principal, Job job, int index) {
    return job.request() instanceof ImageRequest.Edit(_, var images, _) && index < images.size()
        ? gateway
            .artifacts()
            .find(principal, images.get(index).artifact())
            .map(artifact -> {
              String name = artifact.id() + "." + FileLinks.extension(artifact);
              return links.lasting(links.base(exchange), artifact, name).url();
            })
        : Optional.empty();
  }

  /** The response that the path names. */
  private JobDetail require(Exchange exchange, Principal principal) {
    return responses.require(principal.tenant(), exchange.variable("id"));
  }

  private static void name(Exchange exchange, Job job) {
    exchange.setHeader("x-atelier-job", job.id().toString());
    exchange.setHeader("Cache-Control", "no-store");
  }
}
