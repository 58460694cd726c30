package dev.atelier.api.runware;

import dev.atelier.api.read.Fields;
import dev.atelier.api.read.Strictness;
import dev.atelier.api.read.Value;
import dev.atelier.api.runware.RunwareState.OutputType;
import dev.atelier.gateway.ManageWebhooks;
import dev.atelier.image.FaultException;
import dev.atelier.image.RequestFault;
import dev.atelier.image.RequestFault.Problem;
import dev.atelier.webhook.Receiver;
import dev.atelier.webhook.subscription.JobSubscription;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** How a task wants its results given, and whom it wants told. */
final class ReadDelivery {
  private static final int TTL_MIN = 60;
  private static final List<String> METHODS = List.of("sync", "async");
  private static final List<String> MODES = List.of("none", "fast", "full");
  private static final List<String> OUTPUTS =
      Arrays.stream(OutputType.values()).map(OutputType::word).toList();

  private final ManageWebhooks webhooks;

  ReadDelivery(ManageWebhooks webhooks) {
    this.webhooks = webhooks;
  }

  /**
   * What was read.
   *
   * @param async whether the task is acknowledged, and asked for later
   * @param webhook what is called for each image
   * @param linksLast how long links work, counted from the moment an image is done
   */
  record Read(
      List<OutputType> outputs,
      boolean async,
      Optional<URI> webhook,
      Optional<URI> upload,
      Optional<Duration> linksLast,
      boolean includeCost) {
    /** Whether the answer says no more than that the task was taken. */
    boolean acknowledged() {
      return async || webhook.isPresent();
    }

    List<JobSubscription> subscriptions(int count) {
      var all = new ArrayList<JobSubscription>();
      webhook.ifPresent(url -> {
        all.add(JobSubscription.eachImage(url, RunwareApi.RENDERER));
        all.add(JobSubscription.jobEnd(url, RunwareApi.RENDERER));
      });
      upload.ifPresent(url -> {
        for (int i = 0; i < count; i++) {
          all.add(JobSubscription.upload(i, url));
        }
      });
      return all;
    }
  }

  /**
   * @throws FaultException {@link RequestFault.InvalidField}
   */
  Read of(TaskBody task) {
    Fields fields = task.fields();
    List<OutputType> outputs = outputs(task.node().path("outputType"), task.strictness());
    boolean async =
        fields.oneOf("deliveryMethod", METHODS, word -> word).filter("async"::equals).isPresent();
    Optional<URI> webhook = url(fields, "webhookURL");
    Optional<URI> upload = url(fields, "uploadEndpoint");
    safety(task);
    Optional<Duration> linksLast =
        fields.integer("ttl", TTL_MIN, Integer.MAX_VALUE).map(Duration::ofSeconds);
    boolean includeCost = fields.bool("includeCost").orElse(false);
    return new Read(
        outputs,
        async,
        webhook,
        upload,
        outputs.contains(OutputType.URL) ? linksLast : Optional.empty(),
        includeCost);
  }

  /** Read for its form alone: what is checked is for the operator to say, not for the caller. */
  private static void safety(TaskBody task) {
    Fields safety = task.object("safety");
    safety.bool("checkContent");
    safety.oneOf("mode", MODES, word -> word);
    task.fields().bool("checkNSFW");
  }

  private static List<OutputType> outputs(JsonNode node, Strictness strictness) {
    if (node.isMissingNode() || new Value.Json(node, strictness).isAbsent()) {
      return List.of(OutputType.URL);
    }
    if (!node.isArray()) {
      return List.of(output("outputType", node, strictness));
    }
    if (node.isEmpty()) {
      throw RequestFault.invalid("outputType", new Problem.TooFew(1, 0));
    }
    if (node.size() > OUTPUTS.size()) {
      throw RequestFault.invalid("outputType", new Problem.TooMany(OUTPUTS.size(), node.size()));
    }
    var outputs = new ArrayList<OutputType>();
    for (int i = 0; i < node.size(); i++) {
      OutputType output = output("outputType[" + i + "]", node.get(i), strictness);
      if (!outputs.contains(output)) {
        outputs.add(output);
      }
    }
    return outputs;
  }

  private static OutputType output(String field, JsonNode node, Strictness strictness) {
    if (!node.isString()) {
      throw RequestFault.invalid(field, new Problem.WrongType("a string", Value.kind(node)));
    }
    String text = node.stringValue();
    return (strictness.lenient() ? OutputType.meant(text) : OutputType.of(text))
        .orElseThrow(() -> RequestFault.invalid(field, new Problem.NotOneOf(text, OUTPUTS)));
  }

  private Optional<URI> url(Fields fields, String name) {
    Optional<String> text = fields.text(name).filter(given -> !given.isEmpty());
    return text.map(given -> {
      URI url = parsed(name, given);
      webhooks.requirePublic(name, url);
      return url;
    });
  }

  private static URI parsed(String field, String text) {
    try {
      return Receiver.check(new URI(text));
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw new FaultException(
          new RequestFault.InvalidField(
              field,
              new Problem.Other(
                  "must be an http or https URL of at most " + Receiver.URL_MAX + " characters.")),
          e);
    }
  }
}
