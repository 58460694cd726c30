package dev.atelier.webhook.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.http.client.Content;
import dev.atelier.http.client.OutboundRequest;
import dev.atelier.image.TenantId;
import dev.atelier.storage.DerivedKey;
import dev.atelier.webhook.RendererName;
import dev.atelier.webhook.Schema;
import dev.atelier.webhook.delivery.DeliveryId;
import dev.atelier.webhook.subscription.WebhookEndpoint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SignaturesTest {
  private static final DerivedKey FIRST = key("first");
  private static final DerivedKey SECOND = key("second");

  private final World world = new World(Schema.inMemory());
  private final List<OutboundRequest> sent = new ArrayList<>();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void the_check_of_this_test_takes_the_examples_of_the_specification() {
    var check = new StandardWebhooks("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    String body = "{\"test\": 2432232314}";
    String signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    assertThat(check.verifies("msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", signature, body))
        .isTrue();
    assertThat(check.verifies("msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265331", signature, body))
        .isFalse();
  }

  @Test
  void what_an_endpoint_gets_verifies_with_the_secret_its_owner_was_shown() {
    var endpoint = world.endpoint(World.HOOK);
    world.ended();
    dispatcher().runDue();

    assertThat(verified(endpoint)).isTrue();
    assertThat(verified(world.signatures.of(World.TENANT))).isFalse();
  }

  @Test
  void what_goes_to_a_url_of_a_request_verifies_with_the_tenants_secret() {
    world.told(World.HOOK, RendererName.ATELIER);
    dispatcher().runDue();

    assertThat(verified(world.signatures.of(World.TENANT))).isTrue();
    assertThat(verified(world.signatures.of(new TenantId("other")))).isFalse();
  }

  @Test
  void each_try_is_signed_for_its_own_time() {
    world.told(World.HOOK, RendererName.ATELIER);
    world
        .dispatcher((_, outgoing, _) -> {
          sent.add(outgoing);
          return World.status(500);
        })
        .runDue();
    var first = sent.getLast().headers().get("webhook-timestamp");
    world.clock.advance(Duration.ofSeconds(5));
    dispatcher().runDue();

    assertThat(first).isEqualTo(Long.toString(world.clock.instant().getEpochSecond() - 5));
    assertThat(sent.getLast().headers())
        .containsEntry("webhook-timestamp", Long.toString(world.clock.instant().getEpochSecond()));
    assertThat(verified(world.signatures.of(World.TENANT))).isTrue();
  }

  @Test
  void after_a_rotation_both_secrets_sign_for_a_day() {
    var before = world.endpoint(World.HOOK);
    var after = rotate(before);

    send();
    assertThat(verified(before)).isTrue();
    assertThat(verified(after)).isTrue();
    assertThat(StandardWebhooks.versions(signature())).containsExactly("v1", "v1");

    world.clock.advance(Signatures.OVERLAP.minusMillis(1));
    send();
    assertThat(verified(before)).isTrue();

    world.clock.advance(Duration.ofMillis(1));
    send();
    assertThat(verified(before)).isFalse();
    assertThat(verified(after)).isTrue();
    assertThat(StandardWebhooks.versions(signature())).containsExactly("v1");
  }

  @Test
  void a_second_rotation_ends_the_oldest_secret() {
    var first = world.endpoint(World.HOOK);
    var second = rotate(first);
    var third = rotate(second);

    send();
    assertThat(verified(first)).isFalse();
    assertThat(verified(second)).isTrue();
    assertThat(verified(third)).isTrue();
  }

  @Test
  void every_endpoint_generation_and_tenant_has_a_secret_of_its_own() {
    var one = world.endpoint(World.HOOK);
    var other = world.endpoint(World.HOOK);
    var secrets = new HashSet<String>();
    secrets.add(world.signatures.of(one).reveal());
    secrets.add(world.signatures.of(other).reveal());
    secrets.add(world.signatures.of(rotate(one)).reveal());
    secrets.add(world.signatures.of(World.TENANT).reveal());
    secrets.add(world.signatures.of(new TenantId("other")).reveal());

    assertThat(secrets).hasSize(5).allMatch(secret -> secret.startsWith("whsec_"));
    assertThat(world.signatures.of(one).toString()).isEqualTo("SigningSecret");
  }

  @Test
  void secrets_are_the_same_after_a_restart_and_outlive_the_servers_own_rotation() {
    var id = new DeliveryId(UUID.fromString("0199aaaa-0000-7000-8000-000000000001"));
    var now = Instant.parse("2026-11-20T12:00:00Z");
    var before = new Signatures(List.of(FIRST));
    var rotated = new Signatures(List.of(SECOND, FIRST));

    assertThat(new Signatures(List.of(FIRST)).of(World.TENANT).reveal())
        .isEqualTo(before.of(World.TENANT).reveal());
    assertThat(rotated.of(World.TENANT).reveal()).isNotEqualTo(before.of(World.TENANT).reveal());
    var headers = Signatures.headers(id, now, "{}".getBytes(UTF_8), rotated.valid(World.TENANT));
    assertThat(List.of(before, rotated))
        .allMatch(signatures ->
            new StandardWebhooks(signatures.of(World.TENANT).reveal()).verifies(headers, "{}"));
  }

  private static DerivedKey key(String text) {
    return new DerivedKey(text, text.repeat(6).getBytes(UTF_8));
  }

  private WebhookDispatcher dispatcher() {
    return world.dispatcher((_, outgoing, _) -> {
      sent.add(outgoing);
      return World.status(200);
    });
  }

  private void send() {
    world.ended();
    assertThat(dispatcher().runDue()).isEqualTo(1);
  }

  private WebhookEndpoint rotate(WebhookEndpoint endpoint) {
    return world
        .database
        .<Optional<WebhookEndpoint>>write(
            tx -> world.endpoints.rotate(tx, World.TENANT, endpoint.id(), world.clock.instant()))
        .orElseThrow();
  }

  private boolean verified(WebhookEndpoint endpoint) {
    return verified(world.signatures.of(endpoint));
  }

  private String signature() {
    return String.valueOf(sent.getLast().headers().get("webhook-signature"));
  }

  private boolean verified(SigningSecret secret) {
    var outgoing = sent.getLast();
    var body = new String(((Content.Bytes) outgoing.content()).bytes(), UTF_8);
    return new StandardWebhooks(secret.reveal()).verifies(outgoing.headers(), body);
  }
}
