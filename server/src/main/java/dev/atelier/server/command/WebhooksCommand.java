package dev.atelier.server.command;

import dev.atelier.webhook.EndpointId;
import dev.atelier.webhook.EventType;
import dev.atelier.webhook.delivery.Delivery;
import dev.atelier.webhook.delivery.DeliveryFilter;
import dev.atelier.webhook.delivery.DeliveryId;
import dev.atelier.webhook.delivery.DeliveryState;
import dev.atelier.webhook.subscription.Endpoints;
import dev.atelier.webhook.subscription.WebhookEndpoint;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code atelier webhooks}: who is told of what happens. Works beside a running server. */
@Command(
    name = "webhooks",
    mixinStandardHelpOptions = true,
    description = "Manage receivers of events, and send again what did not arrive.",
    subcommands = {
      WebhooksCommand.ListAll.class,
      WebhooksCommand.Create.class,
      WebhooksCommand.Remove.class,
      WebhooksCommand.Rotate.class,
      WebhooksCommand.Test.class,
      WebhooksCommand.Deliveries.class,
      WebhooksCommand.Redeliver.class
    },
    synopsisSubcommandLabel = "list|create|remove|rotate|test|deliveries|redeliver")
final class WebhooksCommand {
  private static Map<String, Object> shown(WebhookEndpoint endpoint) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("id", endpoint.id().toString());
    fields.put("url", endpoint.url().toString());
    fields.put(
        "events",
        endpoint.events().stream().map(EventType::word).sorted().collect(Collectors.joining(",")));
    fields.put("active", endpoint.active());
    fields.put("created", endpoint.created().toString());
    fields.put("rotated", endpoint.rotated().map(Object::toString).orElse(""));
    fields.put("description", endpoint.description().orElse(""));
    return fields;
  }

  private static Map<String, Object> shown(Delivery delivery) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("id", delivery.id().toString());
    fields.put("event", delivery.event().word());
    fields.put("state", delivery.state().name().toLowerCase(Locale.ROOT));
    fields.put("job", delivery.job().map(Object::toString).orElse(""));
    fields.put("url", delivery.shownUrl());
    fields.put("tries", delivery.attempts());
    fields.put("next", delivery.nextAttempt().map(Object::toString).orElse(""));
    fields.put("problem", delivery.problem().orElse(""));
    return fields;
  }

  /** A receiver with its secret; without {@code --json} only that is on standard output. */
  private static void tell(WebhookDesk desk, WebhookEndpoint endpoint, OutputOptions output) {
    String secret = desk.webhooks().secret(WebhookDesk.OPERATOR, endpoint).reveal();
    if (output.json()) {
      Map<String, Object> fields = shown(endpoint);
      fields.put("secret", secret);
      output.fields(fields);
    } else {
      System.err.println("Signs what is sent to " + endpoint.id() + ":");
      System.out.println(secret);
    }
  }

  private static EndpointId endpoint(String id) {
    return EndpointId.parse(id)
        .orElseThrow(() -> new CommandException(ExitCode.USAGE, "not a webhook's id: " + id));
  }

  private static CommandException unknown(String id) {
    return new CommandException(ExitCode.REFUSED, "no webhook has the id " + id);
  }

  @Command(name = "list", mixinStandardHelpOptions = true, description = "List every receiver.")
  static final class ListAll implements Runnable {
    @Mixin private ConfigOptions options = new ConfigOptions();
    @Mixin private OutputOptions output = new OutputOptions();

    @Override
    public void run() {
      try (var desk = WebhookDesk.open(options)) {
        output.rows(
            desk.webhooks().list(WebhookDesk.OPERATOR).stream()
                .map(WebhooksCommand::shown)
                .toList());
      }
    }
  }

  @Command(
      name = "create",
      mixinStandardHelpOptions = true,
      description = "Add a receiver and print the secret that signs its messages.")
  static final class Create implements Runnable {
    @Mixin private ConfigOptions options = new ConfigOptions();
    @Mixin private OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "URL", description = "http or https, on a public address")
    private String url = "";

    @Option(
        names = "--event",
        split = ",",
        paramLabel = "EVENT",
        description = "job.succeeded, job.failed, job.cancelled, image.completed (default: all)")
    private List<String> events = List.of();

    @Option(names = "--description", paramLabel = "TEXT", description = "up to 200 characters")
    private @Nullable String description;

    @Override
    public void run() {
      Set<EventType> wanted = wanted();
      if (description != null && description.length() > 200) {
        throw new CommandException(ExitCode.USAGE, "a description has at most 200 characters");
      }
      try (var desk = WebhookDesk.open(options)) {
        WebhookEndpoint made =
            desk.webhooks()
                .create(
                    WebhookDesk.OPERATOR, desk.url(url), wanted, Optional.ofNullable(description))
                .orElseThrow(() ->
                    new CommandException(
                        ExitCode.REFUSED, "there are " + Endpoints.MAX + " webhooks already"));
        tell(desk, made, output);
      }
    }

    private Set<EventType> wanted() {
      if (events.isEmpty()) {
        return EventType.subscribable();
      }
      var wanted = EnumSet.noneOf(EventType.class);
      for (String word : events) {
        wanted.add(
            EventType.of(word)
                .filter(EventType.subscribable()::contains)
                .orElseThrow(() -> new CommandException(ExitCode.USAGE, "no such event: " + word)));
      }
      return wanted;
    }
  }

  @Command(
      name = "remove",
      mixinStandardHelpOptions = true,
      description = "Remove a receiver; what it has not received yet is dropped.")
  static final class Remove implements Runnable {
    @Mixin private ConfigOptions options = new ConfigOptions();

    @Parameters(paramLabel = "ID", description = "as 'atelier webhooks list' shows it")
    private String id = "";

    @Override
    public void run() {
      try (var desk = WebhookDesk.open(options)) {
        if (!desk.webhooks().remove(WebhookDesk.OPERATOR, endpoint(id))) {
          throw unknown(id);
        }
        System.out.println("removed " + id);
      }
    }
  }

  @Command(
      name = "rotate",
      mixinStandardHelpOptions = true,
      description = "Give a receiver a new secret; the old one signs too for 24 hours.")
  static final class Rotate implements Runnable {
    @Mixin private ConfigOptions options = new ConfigOptions();
    @Mixin private OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "ID", description = "as 'atelier webhooks list' shows it")
    private String id = "";

    @Override
    public void run() {
      try (var desk = WebhookDesk.open(options)) {
        WebhookEndpoint rotated =
            desk.webhooks()
                .rotate(WebhookDesk.OPERATOR, endpoint(id))
                .orElseThrow(() -> unknown(id));
        tell(desk, rotated, output);
      }
    }
  }

  @Command(
      name = "test",
      mixinStandardHelpOptions = true,
      description = "Have the running server send a test, and print the delivery's id.")
  static final class Test implements Runnable {
    @Mixin private ConfigOptions options = new ConfigOptions();

    @Parameters(paramLabel = "ID", description = "as 'atelier webhooks list' shows it")
    private String id = "";

    @Override
    public void run() {
      try (var desk = WebhookDesk.open(options)) {
        System.out.println(
            desk.webhooks()
                .test(WebhookDesk.OPERATOR, endpoint(id))
                .orElseThrow(() -> unknown(id)));
      }
    }
  }

  @Command(
      name = "deliveries",
      mixinStandardHelpOptions = true,
      description = "List what was sent or is to be, newest first.")
  static final class Deliveries implements Runnable {
    @Mixin private ConfigOptions options = new ConfigOptions();
    @Mixin private OutputOptions output = new OutputOptions();

    @Parameters(arity = "0..1", paramLabel = "ID", description = "only to this receiver")
    private @Nullable String id;

    @Option(names = "--state", description = "pending, delivered, failed, dropped or refused only")
    private @Nullable DeliveryState state;

    @Option(names = "--limit", description = "most rows, 1 to 200 (default: 50)")
    private int limit = 50;

    @Override
    public void run() {
      if (limit < 1 || limit > DeliveryFilter.LIMIT_MAX) {
        throw new CommandException(ExitCode.USAGE, "--limit must be 1 to 200");
      }
      DeliveryFilter filter = DeliveryFilter.newest(limit);
      filter = id == null ? filter : filter.of(endpoint(id));
      filter = state == null ? filter : filter.in(state);
      try (var desk = WebhookDesk.open(options)) {
        output.rows(
            desk.webhooks().deliveries(WebhookDesk.OPERATOR, filter).stream()
                .map(WebhooksCommand::shown)
                .toList());
      }
    }
  }

  @Command(
      name = "redeliver",
      mixinStandardHelpOptions = true,
      description = "Have the running server send a delivery again, whatever its state.")
  static final class Redeliver implements Runnable {
    @Mixin private ConfigOptions options = new ConfigOptions();

    @Parameters(paramLabel = "ID", description = "as 'atelier webhooks deliveries' shows it")
    private String id = "";

    @Override
    public void run() {
      DeliveryId delivery =
          DeliveryId.parse(id)
              .orElseThrow(
                  () -> new CommandException(ExitCode.USAGE, "not a delivery's id: " + id));
      try (var desk = WebhookDesk.open(options)) {
        if (!desk.webhooks().redeliver(WebhookDesk.OPERATOR, delivery)) {
          throw new CommandException(ExitCode.REFUSED, "no delivery has the id " + id);
        }
        System.out.println("due again: " + id);
      }
    }
  }
}
