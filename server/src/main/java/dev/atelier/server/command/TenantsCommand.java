package dev.atelier.server.command;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** {@code atelier tenants}: who owns keys and jobs. */
@Command(
    name = "tenants",
    mixinStandardHelpOptions = true,
    description = {
      "Create, list, show, suspend and resume tenants; say how long what they have is kept,",
      "and erase it.",
      "A running server learns of a change within 15 seconds; with --server at once."
    },
    subcommands = {
      TenantsCommand.Create.class,
      TenantsCommand.ListAll.class,
      TenantsCommand.Show.class,
      TenantsCommand.Suspend.class,
      TenantsCommand.Resume.class,
      PrivacyCommand.class,
      EraseCommand.class
    },
    synopsisSubcommandLabel = "create|list|show|suspend|resume|privacy|erase")
final class TenantsCommand {
  @Command(name = "create", mixinStandardHelpOptions = true, description = "Add a tenant.")
  static final class Create implements Runnable {
    @Mixin private AdminOptions options = new AdminOptions();
    @Mixin private AdminOutput output = new AdminOutput();

    @Parameters(paramLabel = "ID", description = "1 to 63 of a-z, 0-9, '.', '_' and '-'")
    private String id = "";

    @Option(names = "--label", paramLabel = "TEXT", description = "its name for people")
    private @Nullable String label;

    @Override
    public void run() {
      ObjectNode fields = AdminDesk.fields().put("id", id);
      if (label != null) {
        fields.put("label", label);
      }
      try (AdminDesk desk = options.open()) {
        output.one(desk.post("/tenants", fields));
      }
    }
  }

  @Command(name = "list", mixinStandardHelpOptions = true, description = "List every tenant.")
  static final class ListAll implements Runnable {
    @Mixin private AdminOptions options = new AdminOptions();
    @Mixin private AdminOutput output = new AdminOutput();

    @Override
    public void run() {
      try (AdminDesk desk = options.open()) {
        output.rows(desk.get("/tenants"));
      }
    }
  }

  /** One that names a tenant. */
  abstract static class OfOne implements Runnable {
    @Mixin private AdminOptions options = new AdminOptions();
    @Mixin private AdminOutput output = new AdminOutput();

    @Parameters(paramLabel = "ID")
    private String id = "";

    abstract ObjectNode answer(AdminDesk desk, String path);

    @Override
    public void run() {
      try (AdminDesk desk = options.open()) {
        output.one(answer(desk, "/tenants/" + KeysCommand.encoded(id)));
      }
    }
  }

  @Command(name = "show", mixinStandardHelpOptions = true, description = "Show one tenant.")
  static final class Show extends OfOne {
    @Override
    ObjectNode answer(AdminDesk desk, String path) {
      return desk.get(path);
    }
  }

  @Command(
      name = "suspend",
      mixinStandardHelpOptions = true,
      description = "Refuse its keys; what it has ordered goes on.")
  static final class Suspend extends OfOne {
    @Override
    ObjectNode answer(AdminDesk desk, String path) {
      return desk.post(path + "/suspend", AdminDesk.fields());
    }
  }

  @Command(name = "resume", mixinStandardHelpOptions = true, description = "Accept its keys again.")
  static final class Resume extends OfOne {
    @Override
    ObjectNode answer(AdminDesk desk, String path) {
      return desk.post(path + "/resume", AdminDesk.fields());
    }
  }
}
