package dev.atelier.server.command;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** {@code atelier budgets}: what tenants and keys may spend in a day or a month. */
@Command(
    name = "budgets",
    mixinStandardHelpOptions = true,
    description = "Set and show what tenants and keys may spend in a calendar day or month (UTC).",
    subcommands = {BudgetsCommand.Set.class, BudgetsCommand.Show.class},
    synopsisSubcommandLabel = "set|show")
final class BudgetsCommand {
  /** Whose budgets. */
  static final class Owner {
    @ArgGroup(exclusive = true, multiplicity = "1")
    private KeyOrTenant whose = new KeyOrTenant();

    String path() {
      return whose.path() + "/budgets";
    }
  }

  @Command(
      name = "set",
      mixinStandardHelpOptions = true,
      description = "Set budgets; one that is not named stays, 'none' lifts it.")
  static final class Set implements Runnable {
    private static final String NONE = "none";

    @Mixin private AdminOptions options = new AdminOptions();
    @Mixin private AdminOutput output = new AdminOutput();
    @Mixin private Owner owner = new Owner();

    @Option(names = "--day", paramLabel = "USD", description = "such as 5.00, or none")
    private @Nullable String day;

    @Option(names = "--month", paramLabel = "USD", description = "such as 100, or none")
    private @Nullable String month;

    @Override
    public void run() {
      ObjectNode fields = AdminDesk.fields();
      put(fields, "day_usd", day);
      put(fields, "month_usd", month);
      if (fields.isEmpty()) {
        throw new CommandException(ExitCode.USAGE, "--day or --month expected");
      }
      try (AdminDesk desk = options.open()) {
        output.rows(desk.call("PATCH", owner.path(), fields));
      }
    }

    private static void put(ObjectNode fields, String name, @Nullable String usd) {
      if (NONE.equalsIgnoreCase(usd)) {
        fields.putNull(name);
      } else if (usd != null) {
        fields.put(name, usd);
      }
    }
  }

  @Command(name = "show", mixinStandardHelpOptions = true, description = "Show budgets and use.")
  static final class Show implements Runnable {
    @Mixin private AdminOptions options = new AdminOptions();
    @Mixin private AdminOutput output = new AdminOutput();
    @Mixin private Owner owner = new Owner();

    @Override
    public void run() {
      try (AdminDesk desk = options.open()) {
        output.rows(desk.get(owner.path()));
      }
    }
  }
}
