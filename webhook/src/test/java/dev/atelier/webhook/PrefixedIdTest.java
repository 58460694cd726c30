package dev.atelier.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.testkit.Property;
import dev.atelier.webhook.delivery.DeliveryId;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrefixedIdTest {
  @Test
  void what_is_printed_is_parsed_back() {
    Property.forAll(
        random -> new UUID(random.nextLong(), random.nextLong()),
        uuid -> {
          assertThat(DeliveryId.parse(new DeliveryId(uuid).toString()))
              .contains(new DeliveryId(uuid));
          assertThat(EndpointId.parse(new EndpointId(uuid).toString()))
              .contains(new EndpointId(uuid));
        });
  }

  @Test
  void an_id_is_what_a_receiver_may_see() {
    assertThat(new DeliveryId(UUID.fromString("0199aaaa-0000-7000-8000-00000000000f")).toString())
        .isEqualTo("msg_0199aaaa00007000800000000000000f");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "msg_",
        "msg_0199aaaa0000700080000000000000",
        "msg_0199AAAA00007000800000000000000f",
        "ep_0199aaaa00007000800000000000000f",
        "0199aaaa-0000-7000-8000-00000000000f",
        "msg_0199aaaa00007000800000000000000f ",
        "msg_0199aaaa00007000800000000000000g"
      })
  void anything_else_is_no_id(String text) {
    assertThat(DeliveryId.parse(text)).isEmpty();
  }
}
