package dev.atelier.providers.upstream;

import static dev.atelier.providers.upstream.UpstreamCalls.KEY;
import static dev.atelier.providers.upstream.UpstreamCalls.order;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.http.upstream.ScriptedHttp2;
import dev.atelier.http.upstream.UpstreamClient;
import dev.atelier.image.Order;
import dev.atelier.provider.Account;
import dev.atelier.provider.Call;
import dev.atelier.provider.KeptResults;
import dev.atelier.provider.Provider;
import dev.atelier.providers.apimart.ApiMartProvider;
import dev.atelier.providers.apimart.FakeApiMart;
import dev.atelier.providers.openai.FakeOpenAi;
import dev.atelier.providers.openai.OpenAiProvider;
import dev.atelier.providers.runware.FakeRunware;
import dev.atelier.providers.runware.RunwareProvider;
import dev.atelier.providers.seaart.FakeSeaArt;
import dev.atelier.providers.seaart.SeaArtProvider;
import dev.atelier.testkit.FakeClock;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every row of the table, with each of its codes, over a real connection: a vendor's fake answers
 * as the row says, and the vendor's provider must end as it says.
 */
class OutcomesOnTheWireTest {
  private static final UpstreamClient CLIENT = new UpstreamClient();
  private static final int TRIES = 5; // more than anybody makes

  /** What only the route {@code responses} answers; its own tests show these. */
  private static final Set<String> OF_RESPONSES = Set.of("text-only", "incomplete");

  private final FakeClock clock = FakeClock.fixed();
  private final FakePause pause = new FakePause(clock);
  private final KeptResults results = new KeptResults();
  private Optional<FakeUpstream> started = Optional.empty();
  private Optional<ScriptedHttp2> refusing = Optional.empty();

  @AfterAll
  static void closeClient() {
    CLIENT.close();
  }

  @AfterEach
  void close() {
    assertThat(results.open()).isZero();
    started.ifPresent(FakeUpstream::close);
    refusing.ifPresent(ScriptedHttp2::close);
  }

  static Stream<Case> cases() {
    return OutcomeTable.rows().stream()
        .filter(row -> !OF_RESPONSES.contains(row.what()))
        .flatMap(row -> row.codes().stream().map(code -> new Case(row, code)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void a_row_decides_how_the_call_ends(Case one) throws InterruptedException {
    FakeUpstream fake = one.fake();
    started = Optional.of(fake);
    Account account = account(one, fake.base());
    Call call =
        one.phase().equals("upload")
            ? edit(account)
            : UpstreamCalls.generation(account, wanted(one));
    call = arrange(one, fake, call);

    var outcome = provider(one.vendor()).attempt(call, results);

    assertThat(OutcomeTableTest.word(outcome)).isEqualTo(one.row().outcome());
    assertThat(outcome.toString()).doesNotContain(KEY);
  }

  /** Makes happen what the row is about. */
  private static Call arrange(Case one, FakeUpstream fake, Call call) {
    switch (one.row().what()) {
      case "unreachable" -> fake.close();
      case "unknown-host", "tls", "no-http-2", "refused-stream" -> {} // by the account
      case "no-answer" -> every(fake, one, Fault.reset().afterwards());
      case "cut" -> every(fake, one, Fault.cutAt(4));
      case "first-byte-timeout", "total-timeout" -> {
        every(fake, one, Fault.silence(new CountDownLatch(1)));
        return UpstreamCalls.within(Duration.ofSeconds(1), call);
      }
      case "silence" -> {
        every(fake, one, Fault.stalledAt(4, new CountDownLatch(1)));
        return UpstreamCalls.within(Duration.ofSeconds(1), call);
      }
      case "not-understood" -> every(fake, one, Fault.json(200, "{"));
      case "no-images" -> every(fake, one, Fault.json(200, "{\"data\":[]}"));
      case "fewer-images" -> ((FakeOpenAi) fake).more(-1);
      case "no-end" -> every(fake, one, Fault.withoutEnd());
      case "error" -> told(one, fake);
      default -> every(fake, one, answer(one));
    }
    return call;
  }

  private static Fault answer(Case one) {
    return one.code().equals("page")
        ? Fault.page(one.status())
        : Fault.json(one.status(), one.error().toString());
  }

  /** An error inside an answer of status 200. */
  private static void told(Case one, FakeUpstream fake) {
    if (!one.phase().equals("task")) {
      every(fake, one, Fault.json(200, one.error().toString()));
      return;
    }
    switch (fake) {
      case FakeSeaArt seaArt -> {
        String error = one.error().toString();
        seaArt.failsWith(error.substring(1, error.length() - 1));
      }
      case FakeApiMart apiMart -> apiMart.failsWith(one.error().path("error").toString());
      default -> every(fake, CallPhase.POLL, Fault.json(200, one.error().toString()));
    }
  }

  private static void every(FakeUpstream fake, Case one, Fault fault) {
    every(
        fake,
        switch (one.phase()) {
          case "upload" -> CallPhase.UPLOAD;
          case "poll" -> CallPhase.POLL;
          case "download" -> CallPhase.DOWNLOAD;
          default -> CallPhase.SUBMIT;
        },
        fault);
  }

  private static void every(FakeUpstream fake, CallPhase phase, Fault fault) {
    Fault[] all = new Fault[TRIES];
    Arrays.fill(all, fault);
    fake.on(phase, all);
  }

  private Provider provider(String vendor) {
    ResultDownload download = UpstreamCalls.download(CLIENT);
    return switch (vendor) {
      case "openai" -> new OpenAiProvider(CLIENT, download, clock);
      case "seaart" -> new SeaArtProvider(CLIENT, download, clock, pause, new Random(7));
      case "runware" -> new RunwareProvider(CLIENT, download, clock, pause, new Random(7));
      case "apimart" -> new ApiMartProvider(CLIENT, download, clock, pause, new Random(7));
      default -> throw new AssertionError(vendor);
    };
  }

  private Account account(Case one, URI base) {
    URI reached =
        switch (one.row().what()) {
          case "unknown-host" -> URI.create("http://nobody.invalid/v1");
          case "tls" -> URI.create(base.toString().replace("http:", "https:"));
          case "refused-stream" -> {
            var server = ScriptedHttp2.start((_, answer) -> answer.refuse());
            refusing = Optional.of(server);
            yield server.uri();
          }
          default -> base;
        };
    boolean two = Set.of("no-http-2", "refused-stream").contains(one.row().what());
    return UpstreamCalls.account(
        one.vendor(), reached, Map.of(), KEY, Map.of(Account.HTTP, two ? "2" : "1"));
  }

  private static Order wanted(Case one) {
    int images = one.row().what().equals("fewer-images") ? 2 : 1;
    int previews = one.row().what().equals("no-end") ? 1 : 0;
    return order(images, 1024, 1024).withPartials(previews);
  }

  private static Call edit(Account account) {
    return UpstreamCalls.edit(
        account, order(1, 1024, 1024), List.of(UpstreamCalls.input("a")), Optional.empty());
  }

  /** A row with one of its codes. */
  record Case(OutcomeRow row, String code) {
    /** Whoever shows what holds for any: each has but few rows of its own in the way. */
    String vendor() {
      if (!row.vendor().equals("any")) {
        return row.vendor();
      }
      return switch (row.what()) {
        case "no-images", "fewer-images", "no-end", "not-understood" -> "openai";
        default -> row.phase().equals("upload") ? "apimart" : "seaart";
      };
    }

    String phase() {
      return row.phase();
    }

    int status() {
      return switch (row.what()) {
        case "*" -> phase().equals("poll") ? 400 : 500;
        case "3xx" -> 302;
        case "4xx" -> 418;
        case "5xx" -> 599;
        default -> Integer.parseInt(row.what());
      };
    }

    FakeUpstream fake() {
      return switch (vendor()) {
        case "openai" ->
            new FakeOpenAi(KEY)
                .answersWith(
                    phase().equals("download")
                        ? FakeOpenAi.ResultForm.URL
                        : FakeOpenAi.ResultForm.BASE64);
        case "seaart" -> new FakeSeaArt(KEY);
        case "runware" -> new FakeRunware(KEY);
        case "apimart" -> new FakeApiMart(KEY);
        default -> throw new AssertionError(vendor());
      };
    }

    /** As the vendor writes an error, with the account's key in its words. */
    ObjectNode error() {
      ObjectNode error = JsonNodeFactory.instance.objectNode();
      if (!List.of("*", "json").contains(code)) {
        error.put("code", code);
      }
      String words = row.message().equals("*") ? "It failed" : "It says " + row.message();
      error.put("message", words + " (" + KEY + ")");
      ObjectNode body = JsonNodeFactory.instance.objectNode();
      if (vendor().equals("runware")) {
        error.put("taskUUID", UpstreamCalls.ATTEMPT.toString()).put("status", "error");
        body.putArray("errors").add(error);
      } else if (code.matches("402\\d\\d")) {
        body.set("status", error.put("error_code", error.remove("code").asString()));
      } else {
        body.set("error", error);
      }
      return body;
    }

    @Override
    public String toString() {
      return "%s %s %s %s".formatted(row.vendor(), row.phase(), row.what(), code);
    }
  }
}
