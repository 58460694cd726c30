package dev.atelier.server.command;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** {@code atelier limits}: how much keys, tenants and end users may do. */
@Command(
    name = "limits",
    mixinStandardHelpOptions = true,
    description = {
      "Set, show and clear the limits of keys, tenants and end users.",
      "A running server learns of a change within 15 seconds; with --server at once."
    },
    subcommands = {LimitsCommand.Set.class, LimitsCommand.Show.class, LimitsCommand.Clear.class},
    synopsisSubcommandLabel = "set|show|clear")
final class LimitsCommand {
  /** Whose limits. */
  static final class Owner {
    @ArgGroup(exclusive = true, multiplicity = "1")
    private KeyOrTenant whose = new KeyOrTenant();

    @Option(
        names = "--user",
        paramLabel = "NAME",
        description = "of the tenant's end user of this name; * is each that has no own")
    private @Nullable String user;

    String path() {
      if (user == null) {
        return whose.path() + "/limits";
      }
      if (whose.isKey()) {
        throw new CommandException(ExitCode.USAGE, "--user goes with --of-tenant");
      }
      return whose.path() + "/users/" + KeysCommand.encoded(user) + "/limits";
    }
  }

  @Command(
      name = "set",
      mixinStandardHelpOptions = true,
      description = "Set limits; those that are not named stay, 0 is unlimited.")
  static final class Set implements Runnable {
    @Mixin private AdminOptions options = new AdminOptions();
    @Mixin private AdminOutput output = new AdminOutput();
    @Mixin private Owner owner = new Owner();

    @Option(names = "--requests-per-minute", paramLabel = "N")
    private @Nullable Integer requests;

    @Option(names = "--images-per-minute", paramLabel = "N")
    private @Nullable Integer images;

    @Option(names = "--concurrency", paramLabel = "N", description = "jobs that have not ended")
    private @Nullable Integer concurrency;

    @Option(names = "--queue-depth", paramLabel = "N", description = "jobs that wait")
    private @Nullable Integer queueDepth;

    @Option(names = "--size-max", paramLabel = "SIZE", description = "WxH, or a number of pixels")
    private @Nullable String sizeMax;

    @Option(names = "--quality-max", paramLabel = "WORD", description = "such as medium")
    private @Nullable String qualityMax;

    @Override
    public void run() {
      ObjectNode fields = AdminDesk.fields();
      put(fields, "requests_per_minute", requests);
      put(fields, "images_per_minute", images);
      put(fields, "concurrency", concurrency);
      put(fields, "queue_depth", queueDepth);
      if (sizeMax != null) {
        fields.put("size_max", sizeMax);
      }
      if (qualityMax != null) {
        fields.put("quality_max", qualityMax);
      }
      try (AdminDesk desk = options.open()) {
        output.one(desk.call("PATCH", owner.path(), fields));
      }
    }

    private static void put(ObjectNode fields, String name, @Nullable Integer count) {
      if (count != null) {
        fields.put(name, count);
      }
    }
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Show what was set; the rest is as the configuration has it.")
  static final class Show implements Runnable {
    @Mixin private AdminOptions options = new AdminOptions();
    @Mixin private AdminOutput output = new AdminOutput();
    @Mixin private Owner owner = new Owner();

    @Override
    public void run() {
      try (AdminDesk desk = options.open()) {
        output.one(desk.get(owner.path()));
      }
    }
  }

  @Command(
      name = "clear",
      mixinStandardHelpOptions = true,
      description = "Leave the limits to the configuration.")
  static final class Clear implements Runnable {
    @Mixin private AdminOptions options = new AdminOptions();
    @Mixin private AdminOutput output = new AdminOutput();
    @Mixin private Owner owner = new Owner();

    @Override
    public void run() {
      try (AdminDesk desk = options.open()) {
        output.one(desk.call("DELETE", owner.path(), AdminDesk.fields()));
      }
    }
  }
}
