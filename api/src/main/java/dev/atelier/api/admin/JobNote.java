package dev.atelier.api.admin;

import dev.atelier.queue.Delivery;
import dev.atelier.queue.Job;
import dev.atelier.webhook.Event;
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
 * @param delivery as asked for: it tells one request from another
 */
record JobNote(Map<String, String> metadata, Set<Event> events, Delivery delivery) {
  private static final String METADATA = "metadata";
  private static final String EVENTS = "events";
  private static final String DELIVERY = "delivery";

  JobNote {
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    events = Set.copyOf(events);
  }

  /** The note of a job; an empty one if it came through another API. */
  static JobNote of(Job job) {
    if (!job.dialect().equals(AtelierApi.DIALECT)) {
      return new JobNote(Map.of(), Set.of(), job.delivery());
    }
    JsonNode json = JsonMapper.shared().readTree(job.note());
    var metadata = new LinkedHashMap<String, String>();
    json.path(METADATA)
        .properties()
        .forEach(pair -> metadata.put(pair.getKey(), pair.getValue().stringValue("")));
    var events = EnumSet.noneOf(Event.class);
    json.path(EVENTS).forEach(word -> Event.of(word.stringValue("")).ifPresent(events::add));
    return new JobNote(metadata, events, job.delivery());
  }

  /** As it is stored. */
  String text() {
    ObjectNode json = Json.object();
    ObjectNode pairs = json.putObject(METADATA);
    metadata.forEach(pairs::put);
    var words = json.putArray(EVENTS);
    events.stream().map(Event::word).sorted().forEach(words::add);
    json.put(DELIVERY, Json.word(delivery));
    return json.toString();
  }
}
