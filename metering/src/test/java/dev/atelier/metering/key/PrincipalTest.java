package dev.atelier.metering.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.image.AdmissionFault.Forbidden;
import dev.atelier.image.KeyId;
import dev.atelier.image.TenantId;
import dev.atelier.metering.Faults;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PrincipalTest {

  @ParameterizedTest
  @EnumSource
  void each_scope_opens_its_own_door_only(Scope scope) {
    var holder = holder(Set.of(scope));

    holder.require(scope);
    for (var other : EnumSet.complementOf(EnumSet.of(scope))) {
      assertThat(Faults.of(() -> holder.require(other)))
          .isEqualTo(new Forbidden("the " + other.word() + " scope"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_scope_is_found_by_its_word_in_any_case(Scope scope) {
    assertThat(Scope.of(scope.word())).contains(scope);
    assertThat(Scope.of(scope.name())).contains(scope);
  }

  @Test
  void an_unknown_word_is_no_scope() {
    assertThat(Scope.of("root")).isEmpty();
  }

  private static Principal holder(Set<Scope> scopes) {
    return new Principal(TenantId.DEFAULT, new KeyId("key_1"), scopes, Optional.empty());
  }
}
