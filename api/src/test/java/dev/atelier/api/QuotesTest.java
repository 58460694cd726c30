package dev.atelier.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.image.JobId;
import dev.atelier.image.TenantId;
import dev.atelier.metering.key.Scope;
import dev.atelier.metering.ledger.Balance;
import dev.atelier.metering.ledger.Charge;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What an order is quoted, and that it costs no more while the quote holds. */
@Timeout(120)
class QuotesTest {
  private static final String QUOTES = "/api/v1/quotes";
  private static final String JOBS = "/api/v1/jobs";
  private static final Duration HOLDS = Duration.ofMinutes(15);
  @TempDir Path directory;
  private ApiServer server;

  @BeforeEach
  void start() throws Exception {
    server = ApiServer.start(directory);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  static Stream<DialectOrder> orders() {
    return DialectOrder.all();
  }

  /** The prices of the whole order double, for good. */
  private void pricesDouble() throws Exception {
    Reply added =
        server.post(
            "/api/v1/prices",
            """
            {"id":"double","from":"%s","prices":[{"model":"*","usdPerMillionTokens":\
            {"textIn":"100","imageIn":"100","imageOut":"100"}}]}\
            """
                .formatted(server.clock.instant()));
    assertThat(added.status()).as(added.body()).isEqualTo(200);
  }

  private Reply quote(String body) throws Exception {
    return server.post(QUOTES, body);
  }

  private String id(String body) throws Exception {
    Reply reply = quote(body);
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return reply.text("/id");
  }

  private Reply order(DialectOrder order, String quote) throws Exception {
    return server.send(
        server.json(order.path(), sized(order).body()).header("x-atelier-quote", quote));
  }

  /** Every one in the size that is quoted. */
  private static DialectOrder sized(DialectOrder order) {
    String size =
        switch (order.dialect()) {
          case OPENAI, ATELIER, SEAART -> "\"size\":\"1024x1024\",";
          case APIMART -> "\"size\":\"1:1\",";
          case RESPONSES -> "\"tools\":[{\"type\":\"image_generation\",\"size\":\"1024x1024\"}],";
          case RUNWARE -> "";
        };
    return order.with(order.body().replaceFirst("\\{", "{" + size));
  }

  private long charged(Reply reply) {
    JobId job = JobId.parse(reply.header("x-atelier-job").orElseThrow());
    await().atMost(Duration.ofSeconds(30)).until(() -> server.state(job).ended());
    return server.charges(job).stream().mapToLong(Charge::micros).sum();
  }

  @ParameterizedTest
  @MethodSource("orders")
  void an_order_costs_what_it_was_quoted_whatever_price_list_has_begun(DialectOrder order)
      throws Exception {
    Balance before = server.balance();
    Reply quoted = quote(order.quote());
    assertThat(quoted.status()).as(quoted.body()).isEqualTo(200);
    long ceiling = quoted.json().path("ceiling_micros").longValue();
    assertThat(ceiling).isPositive();
    assertThat(server.jobs()).isZero();
    assertThat(server.balance()).isEqualTo(before);
    server.clock.advance(Duration.ofMinutes(5));
    pricesDouble();

    Reply made = order(order, quoted.text("/id"));

    assertThat(made.status()).as(made.body()).isIn(200, 202);
    assertThat(charged(made)).isEqualTo(ceiling);
    DialectOrder again = sized(order.repeated());
    Reply without = server.post(again.path(), again.body());
    assertThat(charged(without)).isGreaterThan(ceiling);
  }

  @ParameterizedTest
  @MethodSource("orders")
  void a_quote_for_another_order_is_refused_in_the_words_of_the_api(DialectOrder order)
      throws Exception {
    Balance before = server.balance();
    String other = id(order.quote().replace("1024x1024", "1536x1024"));

    Reply refused = order(order, other);

    assertThat(refused.status()).as(refused.body()).isIn(400, 422);
    assertThat(refused.body()).contains("1536x1024", "POST /api/v1/quotes");
    assertThat(server.jobs()).isZero();
    assertThat(server.balance()).isEqualTo(before);
    assertThat(server.provider.calls()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("orders")
  void a_quote_that_is_over_or_forged_is_refused_in_every_api(DialectOrder order) throws Exception {
    String quote = id(order.quote());
    server.clock.advance(HOLDS);
    Reply over = order(order, quote);
    assertThat(over.status()).as(over.body()).isIn(400, 422);
    assertThat(over.body()).contains("held until");
    assertThat(order(order, "quote1.x.y.z").status()).isEqualTo(over.status());
    assertThat(server.jobs()).isZero();
    assertThat(server.provider.calls()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'\"n\":2' | its n is 1, and 2 was ordered",
        "'\"quality\":\"low\"' | its quality is medium, and low was ordered",
        "'\"size\":\"1536x1024\"' | its size is 1024x1024, and 1536x1024",
        "'\"model\":\"gpt-image-2.5-flare\"' | its model is gpt-image-2",
        "'\"prompt\":\"a fox asleep in the snow, and another that keeps watch\"' | its prompt tokens",
      })
  void a_quote_is_for_what_decides_the_price(String field, String why) throws Exception {
    String quote = id(with("\"quality\":\"medium\""));

    Reply refused = server.post(JOBS, with(fieldsOver(field), quote));

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text("/type")).isEqualTo("urn:atelier:problem:quote-refused");
    assertThat(refused.text("/detail")).contains(why);
  }

  @Test
  void another_wording_and_whatever_costs_nothing_may_differ() throws Exception {
    String quote = id(with("\"prompt\":\"a large red fox\""));
    Reply made = server.post(JOBS, with("\"prompt\":\"a grey wolf\",\"format\":\"webp\"", quote));
    assertThat(made.status()).as(made.body()).isEqualTo(202);
  }

  @Test
  void every_letter_of_a_quote_is_signed() throws Exception {
    String quote = id(with(""));
    for (int place : List.of(0, 8, 40, quote.indexOf('.', 8) + 1, quote.length() - 3)) {
      char other = quote.charAt(place) == 'A' ? 'B' : 'A';
      String forged = quote.substring(0, place) + other + quote.substring(place + 1);
      Reply refused = server.post(JOBS, with("", forged));
      assertThat(refused.status()).as(forged).isEqualTo(422);
      assertThat(refused.text("/detail")).contains("none that this server gave you");
    }
  }

  @Test
  void a_quote_is_of_its_tenant_alone() throws Exception {
    String stranger = server.key(new TenantId("stranger"), Scope.all());
    Reply refused =
        server.send(
            server
                .json(JOBS, with("", id(with(""))))
                .setHeader("Authorization", "Bearer " + stranger));
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text("/detail")).contains("none that this server gave you");
  }

  @Test
  void a_repetition_finds_its_job_after_the_quote_is_over() throws Exception {
    String body = with("", id(with("")));
    Reply made = server.send(server.json(JOBS, body).header("Idempotency-Key", "one"));
    server.clock.advance(HOLDS.multipliedBy(2));
    Reply again = server.send(server.json(JOBS, body).header("Idempotency-Key", "one"));
    assertThat(again.status()).isEqualTo(202);
    assertThat(again.text("/id")).isEqualTo(made.text("/id"));
  }

  @Test
  void a_quote_says_what_it_is_made_of() throws Exception {
    JsonNode quoted =
        quote(with("\"n\":2,\"quality\":\"low\",\"api\":\"openai\",\"partials\":2")).json();

    assertThat(quoted.path("price_list").path("id").stringValue()).isEqualTo("published");
    assertThat(quoted.path("currency").stringValue()).isEqualTo("USD");
    assertThat(quoted.path("expires_at").stringValue())
        .isEqualTo(
            server.clock.instant().plus(HOLDS).toString().replace("Z", ".000Z").substring(0, 19)
                + "Z");
    assertThat(quoted.path("ceiling_micros")).isEqualTo(quoted.path("expected_micros"));
    var kinds = quoted.path("breakdown").valueStream().map(one -> one.path("kind").stringValue());
    assertThat(kinds).containsExactly("text_in", "image_in", "cached", "image_out", "partials");
    JsonNode partials = quoted.path("breakdown").get(4);
    assertThat(partials.path("quantity").intValue()).isEqualTo(2 * 2 * 100);
    assertThat(partials.path("estimated").booleanValue()).isTrue();
  }

  @Test
  void pictures_to_work_from_count_and_their_number_binds() throws Exception {
    String picture = "\"" + Samples.dataUrl(Samples.png(64, 48)) + "\"";
    String one = "\"images\":[" + picture + "]";
    JsonNode quoted = quote(with(one)).json();
    assertThat(quoted.path("inputs").intValue()).isEqualTo(1);
    assertThat(quoted.path("breakdown").get(1).path("quantity").intValue()).isPositive();
    String quote = quoted.path("id").stringValue();

    assertThat(server.post(JOBS, with(one, quote)).status()).isEqualTo(202);
    Reply two = server.post(JOBS, with("\"images\":[" + picture + "," + picture + "]", quote));
    assertThat(two.text("/detail")).contains("its inputs is 1, and 2 was ordered");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'\"n\":99' | invalid-field",
        "'\"size\":\"1x1\"' | invalid-field",
        "'\"api\":\"fax\"' | invalid-field",
        "'\"partials\":9' | invalid-field",
        "'\"official_fallback\":true' | invalid-field",
        "'\"quote_id\":\"x\"' | invalid-field",
        "'\"model\":\"nobody\"' | invalid-field",
        "'\"max_cost_usd\":\"0.000001\"' | above-max-cost",
      })
  void what_cannot_be_ordered_cannot_be_quoted(String field, String type) throws Exception {
    Reply refused = quote(with(field));
    assertThat(refused.status()).as(refused.body()).isEqualTo(422);
    assertThat(refused.text("/type")).isEqualTo("urn:atelier:problem:" + type);
  }

  @ParameterizedTest
  @CsvSource({"9, 0.000001", "0.000001, 9"})
  void of_the_most_in_the_header_and_in_the_body_the_smaller_counts(String header, String body)
      throws Exception {
    Reply refused =
        server.send(
            server
                .json(QUOTES, with("\"max_cost_usd\":\"" + body + "\""))
                .header("x-atelier-max-cost", header));
    assertThat(refused.status()).as(refused.body()).isEqualTo(422);
    assertThat(refused.text("/type")).isEqualTo("urn:atelier:problem:above-max-cost");
  }

  @Test
  void what_no_price_covers_is_not_quoted() throws Exception {
    server.post(
        "/api/v1/prices",
        """
        {"id":"small","from":"%s","prices":[{"model":"*","usdPerImage":[\
        {"longEdgeMax":1024,"usd":"0.01"}]}]}\
        """
            .formatted(server.clock.instant()));

    Reply small = quote(with(""));
    assertThat(small.text("/ceiling_usd")).isEqualTo("0.01");
    assertThat(small.text("/breakdown/0/kind")).isEqualTo("image");
    Reply refused = quote(with("\"size\":\"1536x1024\""));
    assertThat(refused.text("/type")).isEqualTo("urn:atelier:problem:not-priced");
  }

  private static String fieldsOver(String field) {
    return field.contains("quality") ? field : "\"quality\":\"medium\"," + field;
  }

  private static String with(String fields, String quote) {
    String id = "\"quote_id\":\"" + quote + "\"";
    return with(fields.isEmpty() ? id : fields + "," + id);
  }

  /** An order of a fox with these fields instead of its own. */
  private static String with(String fields) {
    String body = "{\"prompt\":\"a fox\",\"size\":\"1024x1024\"}";
    for (String name : List.of("prompt", "size")) {
      if (fields.contains("\"" + name + "\":")) {
        body = body.replaceFirst("\"" + name + "\":\"[^\"]*\",?", "");
      }
    }
    body = body.replace(",}", "}");
    String separator = body.equals("{}") || fields.isEmpty() ? "" : ",";
    return body.replaceFirst("}$", separator + Matcher.quoteReplacement(fields) + "}");
  }
}
