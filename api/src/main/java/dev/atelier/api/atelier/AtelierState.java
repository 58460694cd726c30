package dev.atelier.api.atelier;

import dev.atelier.api.DialectState;
import dev.atelier.queue.CompletionPolicy;
import dev.atelier.queue.Job;
import dev.atelier.webhook.EventType;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What only this API remembers of a job.
 *
 * @param metadata the caller's own words, echoed
 * @param events what the job's own webhook is told of
 * @param completion as asked for: it tells one request from another
 */
record AtelierState(
    Map<String, String> metadata, Set<EventType> events, CompletionPolicy completion)
    implements DialectState {
  private static final String METADATA = "metadata";
  private static final String EVENTS = "events";
  private static final String DELIVERY = "delivery";

  /** Members that hold the customer's words. */
  static final Set<String> TEXTS = Set.of(METADATA);

  AtelierState {
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    events = Set.copyOf(events);
  }

  /** That of a job; an empty one if it came through another API. */
  static AtelierState of(Job job) {
    if (!job.dialect().equals(AtelierApi.DIALECT)) {
      return new AtelierState(Map.of(), Set.of(), job.completion());
    }
    JsonNode json = JsonMapper.shared().readTree(job.dialectState());
    var metadata = new LinkedHashMap<String, String>();
    json.path(METADATA)
        .properties()
        .forEach(pair -> metadata.put(pair.getKey(), pair.getValue().stringValue("")));
    var events = EnumSet.noneOf(EventType.class);
    json.path(EVENTS).forEach(word -> EventType.of(word.stringValue("")).ifPresent(events::add));
    return new AtelierState(metadata, events, job.completion());
  }

  @Override
  public String text() {
    ObjectNode json = Json.object();
    ObjectNode pairs = json.putObject(METADATA);
    metadata.forEach(pairs::put);
    var words = json.putArray(EVENTS);
    events.stream().map(EventType::word).sorted().forEach(words::add);
    json.put(DELIVERY, Json.word(completion));
    return json.toString();
  }
}
