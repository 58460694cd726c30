package dev.atelier.server.command;

import dev.atelier.api.atelier.CsvRow;
import java.io.PrintWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code atelier ledger}: the money of tenants. */
@Command(
    name = "ledger",
    mixinStandardHelpOptions = true,
    description = {
      "See what tenants have and were charged, and move their money.",
      "Amounts are US dollars, such as 12.50, with up to 6 decimals."
    },
    subcommands = {
      LedgerCommand.Show.class,
      LedgerCommand.SetBilling.class,
      LedgerCommand.TopUp.class,
      LedgerCommand.Credit.class,
      LedgerCommand.Adjust.class,
      LedgerCommand.Refund.class,
      LedgerCommand.Statement.class
    },
    synopsisSubcommandLabel = "show|billing|top-up|credit|adjust|refund|statement")
final class LedgerCommand {
  /** One that is about a tenant. */
  abstract static class OfTenant implements Runnable {
    @Mixin private AdminOptions options = new AdminOptions();
    @Mixin private AdminOutput output = new AdminOutput();

    @Parameters(index = "0", paramLabel = "TENANT")
    private String tenant = "";

    abstract ObjectNode answer(AdminDesk desk, String path);

    @Override
    public void run() {
      try (AdminDesk desk = options.open()) {
        output.one(answer(desk, path(tenant)));
      }
    }
  }

  private static String path(String tenant) {
    return "/tenants/" + KeysCommand.encoded(tenant);
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Show what a tenant has, has set aside and was charged.")
  static final class Show extends OfTenant {
    @Override
    ObjectNode answer(AdminDesk desk, String path) {
      return desk.get(path + "/balance");
    }
  }

  @Command(
      name = "billing",
      mixinStandardHelpOptions = true,
      description = {
        "Say when a tenant pays: prepaid (it never spends more than was paid in)",
        "or postpaid (it owes what it spends; bound it with 'atelier budgets')."
      })
  static final class SetBilling extends OfTenant {
    @Parameters(index = "1", paramLabel = "prepaid|postpaid")
    private String billing = "";

    @Override
    ObjectNode answer(AdminDesk desk, String path) {
      return desk.call("PATCH", path + "/balance", AdminDesk.fields().put("billing", billing));
    }
  }

  /** One that moves money from outside. */
  abstract static class Booking extends OfTenant {
    private final String kind;

    @Option(
        names = "--id",
        paramLabel = "UUID",
        description = "its own id: told again with the same one, it counts once")
    private @Nullable String id;

    @Option(names = "--note", paramLabel = "TEXT", description = "such as the number of an invoice")
    private @Nullable String note;

    Booking(String kind) {
      this.kind = kind;
    }

    abstract String usd();

    @Override
    ObjectNode answer(AdminDesk desk, String path) {
      ObjectNode fields = AdminDesk.fields().put("kind", kind).put("usd", usd());
      AdminDesk.put(fields, "id", id);
      AdminDesk.put(fields, "note", note);
      return desk.post(path + "/payments", fields);
    }
  }

  /** One whose amount is above zero. */
  abstract static class Payment extends Booking {
    @Parameters(index = "1", paramLabel = "USD", description = "such as 12.50")
    private String usd = "";

    Payment(String kind) {
      super(kind);
    }

    @Override
    String usd() {
      return usd;
    }
  }

  @Command(
      name = "top-up",
      mixinStandardHelpOptions = true,
      description = "Book that a tenant has paid.")
  static final class TopUp extends Payment {
    TopUp() {
      super("top-up");
    }
  }

  @Command(name = "credit", mixinStandardHelpOptions = true, description = "Give a tenant money.")
  static final class Credit extends Payment {
    Credit() {
      super("credit");
    }
  }

  @Command(
      name = "adjust",
      mixinStandardHelpOptions = true,
      description = "Correct a tenant's funds, up or, with --usd=-N, down.")
  static final class Adjust extends Booking {
    @Option(names = "--usd", paramLabel = "USD", required = true, description = "such as -1.25")
    private String usd = "";

    Adjust() {
      super("adjustment");
    }

    @Override
    String usd() {
      return usd;
    }
  }

  @Command(
      name = "refund",
      mixinStandardHelpOptions = true,
      description = "Give back what was charged for an image, once.")
  static final class Refund extends OfTenant {
    @Parameters(index = "1", paramLabel = "JOB")
    private String job = "";

    @Option(names = "--image", paramLabel = "N", description = "0-based (default: 0)")
    private int image;

    @Option(names = "--usd", paramLabel = "USD", description = "a part of it (default: all)")
    private @Nullable String usd;

    @Option(names = "--note", paramLabel = "TEXT", description = "why")
    private @Nullable String note;

    @Override
    ObjectNode answer(AdminDesk desk, String path) {
      ObjectNode fields = AdminDesk.fields().put("job", job).put("image", image);
      AdminDesk.put(fields, "usd", usd);
      AdminDesk.put(fields, "note", note);
      return desk.post(path + "/refunds", fields);
    }
  }

  @Command(
      name = "statement",
      mixinStandardHelpOptions = true,
      description = "Print every entry of a tenant's ledger as CSV, oldest first.")
  static final class Statement implements Runnable {
    private static final int PAGE = 500;

    @Mixin private AdminOptions options = new AdminOptions();

    @Parameters(index = "0", paramLabel = "TENANT")
    private String tenant = "";

    @Spec private @Nullable CommandSpec spec;

    @Override
    public void run() {
      PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
      try (AdminDesk desk = options.open()) {
        ObjectNode query = AdminDesk.fields().put("limit", PAGE);
        boolean header = true;
        JsonNode page;
        do {
          page = desk.call("GET", path(tenant) + "/ledger", query);
          for (JsonNode entry : page.path("data")) {
            if (header) {
              out.println(CsvRow.header(entry));
              header = false;
            }
            out.println(CsvRow.of(entry));
          }
          query.put("after", page.path("next_after").asString(""));
        } while (page.path("has_more").asBoolean());
        out.flush();
      }
    }
  }
}
