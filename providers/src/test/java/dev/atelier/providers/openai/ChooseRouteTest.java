package dev.atelier.providers.openai;

import static dev.atelier.providers.openai.ResponseScript.base64;
import static dev.atelier.providers.openai.ResponseScript.completed;
import static dev.atelier.providers.openai.ResponseScript.item;
import static dev.atelier.providers.openai.ResponseScript.stream;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.http.upstream.UpstreamClient;
import dev.atelier.provider.Account;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.AttemptOutcome.Cause;
import dev.atelier.provider.AttemptOutcome.NotSent;
import dev.atelier.provider.AttemptOutcome.Succeeded;
import dev.atelier.providers.upstream.UpstreamCalls;
import dev.atelier.testkit.FakeClock;
import dev.atelier.testkit.ScriptedHttp;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an account's list of models decides. */
@Timeout(60)
class ChooseRouteTest {
  private static final String TEXT = "{\"data\":[{\"id\":\"gpt-5.5\"},{\"id\":\"o9-mini\"}]}";
  private static final String IMAGES = "{\"data\":[{\"id\":\"gpt-5.5\"},{\"id\":\"gpt-image-2\"}]}";

  private final FakeClock clock = FakeClock.fixed();
  private final UpstreamClient client = new UpstreamClient();
  private final OpenAiProvider provider =
      new OpenAiProvider(client, UpstreamCalls.download(client), clock);
  private final AtomicReference<Models> models = new AtomicReference<>(new Models(200, TEXT));
  private final ScriptedHttp upstream = ScriptedHttp.start(this::answer);
  private final Account account = account(Map.of("route", "auto"));

  /** How the list is answered. */
  private record Models(int status, String body) {}

  @AfterEach
  void close() {
    client.close();
    upstream.close();
  }

  @Test
  void text_models_alone_mean_responses_and_are_asked_for_once() throws Exception {
    assertThat(attempt(account)).isEqualTo(Succeeded.ALL);
    assertThat(attempt(account)).isEqualTo(Succeeded.ALL);
    assertThat(paths()).containsExactly("/v1/models", "/v1/responses", "/v1/responses");
  }

  @Test
  void an_image_model_means_images() throws Exception {
    models.set(new Models(200, IMAGES));
    assertThat(attempt(account)).isEqualTo(Succeeded.ALL);
    assertThat(paths()).containsExactly("/v1/models", "/v1/images/generations");
  }

  @Test
  void a_model_that_the_account_names_is_an_image_model() throws Exception {
    models.set(new Models(200, "{\"data\":[{\"id\":\"flux\"}]}"));
    var named =
        UpstreamCalls.account(
            "openai", base(), Map.of("gpt-image-2", "flux"), "", Map.of("route", "auto"));
    attempt(named);
    assertThat(paths()).containsExactly("/v1/models", "/v1/images/generations");
  }

  @Test
  void a_server_without_a_list_has_images() throws Exception {
    models.set(new Models(404, "{}"));
    attempt(account);
    assertThat(paths()).containsExactly("/v1/models", "/v1/images/generations");
  }

  @Test
  void the_list_is_asked_for_again_after_a_while_and_the_old_one_holds_until_it_comes()
      throws Exception {
    attempt(account);
    models.set(new Models(503, "{}"));
    clock.advance(Duration.ofMinutes(10));
    assertThat(attempt(account)).isEqualTo(Succeeded.ALL);
    models.set(new Models(200, IMAGES));
    clock.advance(Duration.ofSeconds(2));
    assertThat(attempt(account)).isEqualTo(Succeeded.ALL);
    assertThat(paths())
        .containsExactly(
            "/v1/models",
            "/v1/responses",
            "/v1/models",
            "/v1/responses",
            "/v1/models",
            "/v1/images/generations");
  }

  @Test
  void nothing_is_ordered_while_the_route_is_not_known() throws Exception {
    models.set(new Models(401, "{\"error\":{\"message\":\"Wrong key.\"}}"));
    assertThat(cause(attempt(account))).isEqualTo(Cause.CREDENTIAL);
    models.set(new Models(500, "{\"error\":{\"message\":\"Sorry.\"}}"));
    assertThat(cause(attempt(account))).as("asked just now").isEqualTo(Cause.CREDENTIAL);
    clock.advance(Duration.ofSeconds(2));
    assertThat(cause(attempt(account))).isEqualTo(Cause.SERVER_ERROR);
    models.set(new Models(200, "<html>"));
    clock.advance(Duration.ofSeconds(2));
    assertThat(cause(attempt(account))).isEqualTo(Cause.SERVER_ERROR);
    assertThat(paths()).containsOnly("/v1/models");
  }

  @Test
  void an_account_whose_list_cannot_be_reached_is_unreachable() throws Exception {
    upstream.close();
    assertThat(cause(attempt(account))).isEqualTo(Cause.UNREACHABLE);
  }

  @Test
  void an_account_of_oauth_takes_responses_without_asking() throws Exception {
    attempt(account(Map.of("route", "auto", "oauth2", "true")));
    assertThat(paths()).containsExactly("/v1/responses");
  }

  @Test
  void the_default_is_images_without_asking() throws Exception {
    attempt(account(Map.of()));
    assertThat(paths()).containsExactly("/v1/images/generations");
  }

  @Test
  void what_an_account_can_do_depends_on_its_route() throws Exception {
    assertThat(provider.capabilities(account(Map.of())).imagesPerCall()).isEqualTo(10);
    assertThat(provider.capabilities(account(Map.of("images-per-call", "3"))).imagesPerCall())
        .isEqualTo(3);
    assertThat(provider.capabilities(account(Map.of("route", "responses"))).imagesPerCall())
        .isEqualTo(1);
    assertThat(provider.capabilities(account).imagesPerCall()).as("not known yet").isEqualTo(1);
    models.set(new Models(200, IMAGES));
    attempt(account);
    assertThat(provider.capabilities(account).imagesPerCall()).isEqualTo(10);
    assertThat(upstream.received()).as("told without asking").hasSize(2);
  }

  @Test
  void several_images_are_not_sent_on_a_route_that_makes_one() throws Exception {
    var call = UpstreamCalls.generation(account, UpstreamCalls.order(2, 1024, 1024));
    var results = new ResponseResults();
    assertThat(cause(provider.attempt(call, results))).isEqualTo(Cause.LOCAL);
    assertThat(results.sendings()).isZero();
    assertThat(paths()).containsExactly("/v1/models");
  }

  @Test
  void a_wrong_route_is_refused() {
    assertThat(provider.problem(account(Map.of("route", "chat"))).orElseThrow())
        .isEqualTo("option route must be one of auto, images, responses, not chat");
  }

  private AttemptOutcome attempt(Account at) throws InterruptedException {
    var call = UpstreamCalls.generation(at, UpstreamCalls.order(1, 1024, 1024));
    return provider.attempt(call, new ResponseResults());
  }

  private static Cause cause(AttemptOutcome outcome) {
    assertThat(outcome).isInstanceOf(NotSent.class);
    return ((NotSent) outcome).cause();
  }

  private List<String> paths() {
    return upstream.received().stream().map(ScriptedHttp.Received::path).toList();
  }

  private void answer(ScriptedHttp.Received request, ScriptedHttp.Reply reply) throws IOException {
    switch (request.path()) {
      case "/v1/models" -> reply.json(models.get().status(), models.get().body());
      case "/v1/responses" -> stream(reply, completed(item("ig_1", base64("made"))));
      default -> reply.json(200, "{\"data\":[{\"b64_json\":\"" + base64("made") + "\"}]}");
    }
  }

  private Account account(Map<String, String> options) {
    return UpstreamCalls.account("openai", base(), Map.of(), UpstreamCalls.KEY, options);
  }

  private URI base() {
    return upstream.uri().resolve("/v1");
  }
}
