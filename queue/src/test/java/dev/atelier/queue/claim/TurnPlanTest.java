package dev.atelier.queue.claim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TurnPlanTest {
  private static final int NO_BACKGROUND = 0;

  @Test
  void the_turn_is_of_whom_was_served_longest_ago() {
    assertThat(tenants(TurnPlan.of(List.of(lane("a", 7, 1), lane("b", 3, 1)), 10, 0, 1)))
        .containsExactly("b");
  }

  @Test
  void tenants_take_turns_as_in_claims_one_after_the_other() {
    var turns = TurnPlan.of(List.of(lane("a", 7, 9), lane("b", 3, 9)), 10, NO_BACKGROUND, 5);

    assertThat(turns)
        .containsExactly(
            new TenantTurns("b", true, List.of("route"), List.of(11L, 13L, 15L)),
            new TenantTurns("a", true, List.of("route"), List.of(12L, 14L)));
  }

  @Test
  void nobody_gets_more_turns_than_it_has_jobs() {
    var turns = TurnPlan.of(List.of(lane("a", 7, 1), lane("b", 3, 2)), 10, NO_BACKGROUND, 9);

    assertThat(turns.stream().mapToInt(TenantTurns::count).sum()).isEqualTo(3);
  }

  @Test
  void the_rows_of_a_lane_are_one_tenants() {
    var rows = List.of(lane("a", 7, 1), lane("a", 4, 2), lane("b", 5, 1));

    assertThat(TurnPlan.of(rows, 10, NO_BACKGROUND, 2))
        .containsExactly(
            new TenantTurns("a", true, List.of("route"), List.of(11L)),
            new TenantTurns("b", true, List.of("route"), List.of(12L)));
  }

  @Test
  void each_so_many_th_claim_takes_a_background_job_first() {
    var rows = List.of(lane("a", 1, 9), new ReadyLane("b", "route", false, 1, 9));

    assertThat(TurnPlan.of(rows, 10, 4, 4))
        .containsExactly(
            new TenantTurns("a", true, List.of("route"), List.of(11L, 13L, 14L)),
            new TenantTurns("b", false, List.of("route"), List.of(12L)));
  }

  @Test
  void where_one_kind_has_no_jobs_left_the_other_goes_on() {
    var rows = List.of(lane("a", 1, 1), new ReadyLane("b", "route", false, 1, 9));

    assertThat(tenants(TurnPlan.of(rows, 10, NO_BACKGROUND, 3))).containsExactly("a", "b");
  }

  @Test
  void nothing_ready_is_nobodys_turn() {
    assertThat(TurnPlan.of(List.of(), 10, 4, 3)).isEmpty();
  }

  private static ReadyLane lane(String tenant, long served, long ready) {
    return new ReadyLane(tenant, "route", true, served, ready);
  }

  private static List<String> tenants(List<TenantTurns> turns) {
    return turns.stream().map(TenantTurns::tenant).toList();
  }
}
