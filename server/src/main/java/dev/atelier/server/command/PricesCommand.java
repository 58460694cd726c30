package dev.atelier.server.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code atelier prices}: what images are sold for. */
@Command(
    name = "prices",
    mixinStandardHelpOptions = true,
    description = {
      "List, show, add and remove price lists (docs/prices.md).",
      "A running server learns of a change within 15 seconds; with --server at once."
    },
    subcommands = {
      PricesCommand.ListAll.class,
      PricesCommand.Show.class,
      PricesCommand.Add.class,
      PricesCommand.Remove.class
    },
    synopsisSubcommandLabel = "list|show|add|remove")
final class PricesCommand {
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "List every price list, the first to begin first.")
  static final class ListAll implements Runnable {
    @Mixin private AdminOptions options = new AdminOptions();
    @Mixin private AdminOutput output = new AdminOutput();

    @Override
    public void run() {
      try (AdminDesk desk = options.open()) {
        output.rows(desk.get("/prices"));
      }
    }
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Show a price list as it was written.")
  static final class Show implements Runnable {
    @Mixin private AdminOptions options = new AdminOptions();
    @Mixin private AdminOutput output = new AdminOutput();

    @Parameters(paramLabel = "ID")
    private String id = "";

    @Override
    public void run() {
      try (AdminDesk desk = options.open()) {
        output.one(desk.get("/prices/" + KeysCommand.encoded(id)));
      }
    }
  }

  @Command(
      name = "add",
      mixinStandardHelpOptions = true,
      description = "Add a price list, which holds from its moment on.")
  static final class Add implements Runnable {
    @Mixin private AdminOptions options = new AdminOptions();
    @Mixin private AdminOutput output = new AdminOutput();

    @Parameters(paramLabel = "FILE", description = "JSON")
    private Path file = Path.of("");

    @Override
    public void run() {
      try (AdminDesk desk = options.open()) {
        output.one(desk.post("/prices", read(file)));
      }
    }

    private static ObjectNode read(Path file) {
      try {
        if (JsonMapper.shared().readTree(Files.readString(file)) instanceof ObjectNode list) {
          return list;
        }
        throw new CommandException(ExitCode.USAGE, file + " is no JSON object");
      } catch (IOException e) {
        throw new CommandException(ExitCode.USAGE, "cannot read " + file);
      } catch (JacksonException e) {
        throw new CommandException(ExitCode.USAGE, file + " is no JSON: " + e.getOriginalMessage());
      }
    }
  }

  @Command(
      name = "remove",
      mixinStandardHelpOptions = true,
      description = "Remove a price list that begins in a minute or later.")
  static final class Remove implements Runnable {
    @Mixin private AdminOptions options = new AdminOptions();
    @Mixin private AdminOutput output = new AdminOutput();

    @Parameters(paramLabel = "ID")
    private String id = "";

    @Override
    public void run() {
      try (AdminDesk desk = options.open()) {
        output.one(desk.call("DELETE", "/prices/" + KeysCommand.encoded(id), AdminDesk.fields()));
      }
    }
  }
}
