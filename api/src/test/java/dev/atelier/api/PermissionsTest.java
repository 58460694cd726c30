package dev.atelier.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.image.TenantId;
import dev.atelier.metering.key.Dialect;
import dev.atelier.metering.key.Permissions;
import dev.atelier.metering.key.Scope;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A key that is bound to models and dialects is bound in every dialect, in its own words. */
@Timeout(120)
class PermissionsTest {
  private static final String MODEL = "gpt-image-2";
  private static final String OTHER = "gpt-image-2.5-flare";

  @TempDir static Path directory;
  private static ApiServer server;

  @BeforeAll
  static void start() throws Exception {
    server = ApiServer.start(directory);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  static Stream<DialectOrder> orders() {
    return DialectOrder.all();
  }

  @ParameterizedTest
  @MethodSource("orders")
  void a_model_that_the_key_is_not_allowed_is_refused(DialectOrder order) throws Exception {
    int before = server.jobs();

    Reply refused = order(key(Set.of(OTHER), Set.of()), order);

    assertThat(refused.status()).as(refused.body()).isEqualTo(403);
    assertThat(refused.body()).contains(order.foreign());
    assertThat(server.jobs()).isEqualTo(before);
    assertThat(order(key(Set.of(MODEL), Set.of()), order).status()).isLessThan(300);
  }

  @ParameterizedTest
  @MethodSource("orders")
  void a_dialect_that_the_key_is_not_allowed_is_refused(DialectOrder order) throws Exception {
    Set<Dialect> others =
        Arrays.stream(Dialect.values())
            .filter(one -> one != order.dialect())
            .collect(Collectors.toSet());

    Reply refused = order(key(Set.of(), others), order);

    assertThat(refused.status()).as(refused.body()).isEqualTo(403);
    assertThat(refused.body()).contains("dialect '" + order.dialect().word() + "'");
    DialectOrder again = order.repeated();
    assertThat(order(key(Set.of(), Set.of(order.dialect())), again).status()).isLessThan(300);
  }

  @Test
  void lists_of_models_have_what_the_key_may_order() throws Exception {
    String key = key(Set.of(OTHER), Set.of());
    for (String list : List.of("/v1/models", "/apimart/v1/models")) {
      Reply models = get(key, list);
      assertThat(models.status()).isEqualTo(200);
      assertThat(models.body()).doesNotContain("\"" + MODEL + "\"");
    }
    assertThat(get(key, "/v1/models").body()).contains("\"" + OTHER + "\"");
    assertThat(get(key, "/v1/models/" + MODEL).status()).isEqualTo(404);
    assertThat(get(key, "/v1/models/" + OTHER).status()).isEqualTo(200);
    assertThat(get(key, "/apimart/v1/models/" + MODEL).status()).isEqualTo(404);
  }

  @Test
  void what_images_and_responses_share_is_open_to_a_key_for_either() throws Exception {
    for (Dialect dialect : List.of(Dialect.OPENAI, Dialect.RESPONSES)) {
      assertThat(get(key(Set.of(), Set.of(dialect)), "/v1/files").status()).isEqualTo(200);
    }
    assertThat(get(key(Set.of(), Set.of(Dialect.SEAART)), "/v1/files").status()).isEqualTo(403);
  }

  private static Reply order(String key, DialectOrder order) throws Exception {
    return server.send(
        server.json(order.path(), order.body()).setHeader("Authorization", "Bearer " + key));
  }

  private static Reply get(String key, String path) throws Exception {
    return server.send(server.request(path).setHeader("Authorization", "Bearer " + key).GET());
  }

  private static String key(Set<String> models, Set<Dialect> dialects) {
    return server.key(TenantId.DEFAULT, Scope.all(), new Permissions(models, dialects));
  }
}
