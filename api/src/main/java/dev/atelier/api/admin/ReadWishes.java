package dev.atelier.api.admin;

import dev.atelier.api.Fields;
import dev.atelier.api.Value;
import dev.atelier.gateway.Webhooks;
import dev.atelier.image.Fault;
import dev.atelier.image.Fault.Problem;
import dev.atelier.image.FaultException;
import dev.atelier.webhook.Composer;
import dev.atelier.webhook.Event;
import dev.atelier.webhook.Wish;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The fields of a job that say whom to tell and where to put the pictures. */
final class ReadWishes {
  static final String WEBHOOK = "webhook";
  static final String UPLOADS = "uploads";
  private static final int URL_MAX = 8192;
  private static final Set<Event> USUAL =
      Set.of(Event.JOB_SUCCEEDED, Event.JOB_FAILED, Event.JOB_CANCELLED);

  private final Webhooks webhooks;

  ReadWishes(Webhooks webhooks) {
    this.webhooks = webhooks;
  }

  /**
   * What a job's request asks for.
   *
   * @param events what its webhook is told of; none without one
   */
  record Read(List<Wish> wishes, Set<Event> events) {}

  /**
   * @param count how many pictures were ordered
   * @throws FaultException {@link Fault.InvalidField}
   */
  Read of(JsonNode body, int count) {
    var wishes = new ArrayList<Wish>();
    Set<Event> events = webhook(body.path(WEBHOOK), wishes);
    uploads(body.path(UPLOADS), count, wishes);
    return new Read(List.copyOf(wishes), events);
  }

  private Set<Event> webhook(JsonNode node, List<Wish> wishes) {
    if (node.isMissingNode() || node.isNull()) {
      return Set.of();
    }
    if (!node.isString() && !node.isObject()) {
      throw wrongType(WEBHOOK, "a URL or an object", node);
    }
    Set<Event> events = USUAL;
    URI url;
    if (node.isObject()) {
      Fields fields = Fields.ofJson(WEBHOOK + ".", node);
      fields.only(Set.of("url", "events"));
      url = url(WEBHOOK + ".url", fields.requiredText("url"));
      events = node.hasNonNull("events") ? events(WEBHOOK + ".events", node.path("events")) : USUAL;
    } else {
      url = url(WEBHOOK, node.stringValue());
    }
    if (events.contains(Event.IMAGE_COMPLETED)) {
      wishes.add(Wish.eachImage(url, Composer.ATELIER));
    }
    if (USUAL.stream().anyMatch(events::contains)) {
      wishes.add(Wish.jobEnd(url, Composer.ATELIER));
    }
    return events;
  }

  private void uploads(JsonNode node, int count, List<Wish> wishes) {
    if (node.isMissingNode() || node.isNull()) {
      return;
    }
    if (!node.isArray()) {
      throw wrongType(UPLOADS, "an array of URLs", node);
    }
    if (node.size() > count) {
      throw Fault.invalid(UPLOADS, new Problem.TooMany(count, node.size()));
    }
    if (node.size() < count) {
      throw Fault.invalid(UPLOADS, new Problem.TooFew(count, node.size()));
    }
    var hosts = new HashSet<String>();
    for (int i = 0; i < count; i++) {
      String field = UPLOADS + "[" + i + "]";
      if (!node.get(i).isString()) {
        throw wrongType(field, "a URL", node.get(i));
      }
      URI url = parsed(field, node.get(i).stringValue());
      if (hosts.add(url.getScheme() + "://" + url.getRawAuthority())) {
        webhooks.requirePublic(field, url); // a bucket is looked up once, not for each picture
      }
      wishes.add(Wish.upload(i, url));
    }
  }

  /** A URL that may be sent to. */
  URI url(String field, String text) {
    URI url = parsed(field, text);
    webhooks.requirePublic(field, url);
    return url;
  }

  private static URI parsed(String field, String text) {
    if (text.length() > URL_MAX) {
      throw Fault.invalid(field, new Problem.TooLong(URL_MAX, text.length()));
    }
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new FaultException(
          new Fault.InvalidField(field, new Problem.Other("must be an http or https URL.")), e);
    }
  }

  /** The events that a list names; one at least. */
  static Set<Event> events(String field, JsonNode node) {
    List<String> known = Event.subscribable().stream().map(Event::word).sorted().toList();
    if (!node.isArray()) {
      throw wrongType(field, "an array of events", node);
    }
    if (node.isEmpty()) {
      throw Fault.invalid(field, new Problem.TooFew(1, 0));
    }
    var events = EnumSet.noneOf(Event.class);
    for (int i = 0; i < node.size(); i++) {
      String at = field + "[" + i + "]";
      if (!node.get(i).isString()) {
        throw wrongType(at, "a string", node.get(i));
      }
      String word = node.get(i).stringValue();
      events.add(
          Event.of(word)
              .filter(Event.subscribable()::contains)
              .orElseThrow(() -> Fault.invalid(at, new Problem.NotOneOf(word, known))));
    }
    return Set.copyOf(events);
  }

  private static FaultException wrongType(String field, String expected, JsonNode got) {
    return Fault.invalid(field, new Problem.WrongType(expected, new Value.Json(got).kind()));
  }
}
