package dev.atelier.server.command;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code atelier keys}: the keys that clients show. */
@Command(
    name = "keys",
    mixinStandardHelpOptions = true,
    description = {
      "Create, list, show, rotate and revoke the keys that clients show.",
      "A running server learns of a change within 15 seconds; with --server at once."
    },
    subcommands = {
      KeysCommand.Create.class,
      KeysCommand.ListAll.class,
      KeysCommand.Show.class,
      KeysCommand.Rotate.class,
      KeysCommand.Revoke.class
    },
    synopsisSubcommandLabel = "create|list|show|rotate|revoke")
final class KeysCommand {
  private static final String DEFAULT_TENANT = "default";

  /** As a segment of a path. */
  static String encoded(String id) {
    return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String path(String id) {
    return "/keys/" + encoded(id);
  }

  @Command(
      name = "create",
      mixinStandardHelpOptions = true,
      description = "Make a key and print its secret, once.")
  static final class Create implements Runnable {
    @Mixin private AdminOptions options = new AdminOptions();
    @Mixin private AdminOutput output = new AdminOutput();

    @Parameters(arity = "0..1", paramLabel = "LABEL", description = "what it is for")
    private String label = "key";

    @Option(names = "--tenant", paramLabel = "ID", description = "whose it is (default: default)")
    private String tenant = DEFAULT_TENANT;

    @Option(
        names = "--scope",
        split = ",",
        paramLabel = "SCOPE",
        description = "generate, read, admin (default: generate,read)")
    private List<String> scopes = List.of();

    @Option(
        names = "--model",
        split = ",",
        paramLabel = "MODEL",
        description = "may order these models only (default: any)")
    private List<String> models = List.of();

    @Option(
        names = "--dialect",
        split = ",",
        paramLabel = "NAME",
        description =
            "may use these APIs only: openai, responses, seaart, runware, apimart, atelier"
                + " (default: any)")
    private List<String> dialects = List.of();

    @Option(names = "--days", paramLabel = "N", description = "expires after N days")
    private @Nullable Integer days;

    @Option(
        names = "--profile",
        paramLabel = "NAME",
        description = "the client family it is for, such as sub2api")
    private @Nullable String profile;

    @Override
    public void run() {
      ObjectNode fields = AdminDesk.fields().put("label", label);
      words(fields, "scopes", scopes);
      words(fields, "models", models);
      words(fields, "dialects", dialects);
      if (days != null) {
        fields.put(
            "expires_at", InstantSource.system().instant().plus(Duration.ofDays(days)).toString());
      }
      if (profile != null) {
        fields.put("profile", profile);
      }
      try (AdminDesk desk = options.open()) {
        output.secret(desk.post("/tenants/" + encoded(tenant) + "/keys", fields));
      }
    }

    private static void words(ObjectNode fields, String name, List<String> words) {
      if (!words.isEmpty()) {
        ArrayNode list = fields.putArray(name);
        words.forEach(list::add);
      }
    }
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "List a tenant's keys, masked.")
  static final class ListAll implements Runnable {
    @Mixin private AdminOptions options = new AdminOptions();
    @Mixin private AdminOutput output = new AdminOutput();

    @Option(names = "--tenant", paramLabel = "ID", description = "whose (default: default)")
    private String tenant = DEFAULT_TENANT;

    @Override
    public void run() {
      try (AdminDesk desk = options.open()) {
        output.rows(desk.get("/tenants/" + encoded(tenant) + "/keys"));
      }
    }
  }

  @Command(name = "show", mixinStandardHelpOptions = true, description = "Show one key, masked.")
  static final class Show implements Runnable {
    @Mixin private AdminOptions options = new AdminOptions();
    @Mixin private AdminOutput output = new AdminOutput();

    @Parameters(paramLabel = "ID", description = "as 'atelier keys list' shows it")
    private String id = "";

    @Override
    public void run() {
      try (AdminDesk desk = options.open()) {
        output.one(desk.get(path(id)));
      }
    }
  }

  @Command(
      name = "rotate",
      mixinStandardHelpOptions = true,
      description = "Make a key's successor and print its secret, once.")
  static final class Rotate implements Runnable {
    @Mixin private AdminOptions options = new AdminOptions();
    @Mixin private AdminOutput output = new AdminOutput();

    @Parameters(paramLabel = "ID", description = "as 'atelier keys list' shows it")
    private String id = "";

    @Option(
        names = "--grace-hours",
        paramLabel = "N",
        description = "how long the old key is accepted beside it (default: 24)")
    private int hours = 24;

    @Override
    public void run() {
      ObjectNode fields =
          AdminDesk.fields().put("grace_seconds", Duration.ofHours(hours).toSeconds());
      try (AdminDesk desk = options.open()) {
        output.secret(desk.post(path(id) + "/rotate", fields));
      }
    }
  }

  @Command(name = "revoke", mixinStandardHelpOptions = true, description = "End a key for good.")
  static final class Revoke implements Runnable {
    @Mixin private AdminOptions options = new AdminOptions();
    @Mixin private AdminOutput output = new AdminOutput();

    @Parameters(paramLabel = "ID", description = "as 'atelier keys list' shows it")
    private String id = "";

    @Override
    public void run() {
      try (AdminDesk desk = options.open()) {
        output.one(desk.post(path(id) + "/revoke", AdminDesk.fields()));
      }
    }
  }
}
