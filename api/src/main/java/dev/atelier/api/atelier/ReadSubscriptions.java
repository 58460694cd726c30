package dev.atelier.api.atelier;

import dev.atelier.api.read.Fields;
import dev.atelier.api.read.Strictness;
import dev.atelier.api.read.Value;
import dev.atelier.gateway.ManageWebhooks;
import dev.atelier.image.FaultException;
import dev.atelier.image.RequestFault;
import dev.atelier.image.RequestFault.Problem;
import dev.atelier.webhook.EventType;
import dev.atelier.webhook.RendererName;
import dev.atelier.webhook.subscription.JobSubscription;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The fields of a job that say whom to tell and where to put the pictures. */
final class ReadSubscriptions {
  static final String WEBHOOK = "webhook";
  static final String UPLOADS = "uploads";
  private static final int URL_MAX = 8192;
  private static final Set<EventType> USUAL =
      Set.of(EventType.JOB_SUCCEEDED, EventType.JOB_FAILED, EventType.JOB_CANCELLED);

  private final ManageWebhooks webhooks;
  private final Strictness strictness;

  ReadSubscriptions(ManageWebhooks webhooks, Strictness strictness) {
    this.webhooks = webhooks;
    this.strictness = strictness;
  }

  /**
   * What a job's request asks for.
   *
   * @param events what its webhook is told of; none without one
   */
  record Read(List<JobSubscription> subscriptions, Set<EventType> events) {}

  /**
   * @param count how many pictures were ordered
   * @throws FaultException {@link RequestFault.InvalidField}
   */
  Read of(JsonNode body, int count) {
    var subscriptions = new ArrayList<JobSubscription>();
    Fields fields = Fields.ofJson("", body, strictness);
    Set<EventType> events =
        fields.has(WEBHOOK) ? webhook(body.path(WEBHOOK), subscriptions) : Set.of();
    if (fields.has(UPLOADS)) {
      uploads(body.path(UPLOADS), count, subscriptions);
    }
    return new Read(List.copyOf(subscriptions), events);
  }

  private Set<EventType> webhook(JsonNode node, List<JobSubscription> subscriptions) {
    if (!node.isString() && !node.isObject()) {
      throw wrongType(WEBHOOK, "a URL or an object", node);
    }
    Set<EventType> events = USUAL;
    URI url;
    if (node.isObject()) {
      Fields fields = Fields.ofJson(WEBHOOK + ".", node, strictness);
      fields.only(Set.of("url", "events"));
      url = url(WEBHOOK + ".url", fields.requiredText("url"));
      events = node.hasNonNull("events") ? events(WEBHOOK + ".events", node.path("events")) : USUAL;
    } else {
      url = url(WEBHOOK, node.stringValue());
    }
    if (events.contains(EventType.IMAGE_COMPLETED)) {
      subscriptions.add(JobSubscription.eachImage(url, RendererName.ATELIER));
    }
    if (USUAL.stream().anyMatch(events::contains)) {
      subscriptions.add(JobSubscription.jobEnd(url, RendererName.ATELIER));
    }
    return events;
  }

  private void uploads(JsonNode node, int count, List<JobSubscription> subscriptions) {
    if (!node.isArray()) {
      throw wrongType(UPLOADS, "an array of URLs", node);
    }
    if (node.size() > count) {
      throw RequestFault.invalid(UPLOADS, new Problem.TooMany(count, node.size()));
    }
    if (node.size() < count) {
      throw RequestFault.invalid(UPLOADS, new Problem.TooFew(count, node.size()));
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
      subscriptions.add(JobSubscription.upload(i, url));
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
      throw RequestFault.invalid(field, new Problem.TooLong(URL_MAX, text.length()));
    }
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new FaultException(
          new RequestFault.InvalidField(field, new Problem.Other("must be an http or https URL.")),
          e);
    }
  }

  /** The events that a list names; one at least. */
  static Set<EventType> events(String field, JsonNode node) {
    List<String> known = EventType.subscribable().stream().map(EventType::word).sorted().toList();
    if (!node.isArray()) {
      throw wrongType(field, "an array of events", node);
    }
    if (node.isEmpty()) {
      throw RequestFault.invalid(field, new Problem.TooFew(1, 0));
    }
    var events = EnumSet.noneOf(EventType.class);
    for (int i = 0; i < node.size(); i++) {
      String at = field + "[" + i + "]";
      if (!node.get(i).isString()) {
        throw wrongType(at, "a string", node.get(i));
      }
      String word = node.get(i).stringValue();
      events.add(
          EventType.of(word)
              .filter(EventType.subscribable()::contains)
              .orElseThrow(() -> RequestFault.invalid(at, new Problem.NotOneOf(word, known))));
    }
    return Set.copyOf(events);
  }

  private static FaultException wrongType(String field, String expected, JsonNode got) {
    return RequestFault.invalid(field, new Problem.WrongType(expected, Value.kind(got)));
  }
}
