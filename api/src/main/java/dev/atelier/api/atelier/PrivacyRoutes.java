package dev.atelier.api.atelier;

import dev.atelier.gateway.admin.ManagePrivacy;
import dev.atelier.gateway.privacy.EraseData;
import dev.atelier.gateway.privacy.ErasureReport;
import dev.atelier.metering.tenant.PrivacySettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /tenants/{id}/privacy}: how long what a tenant has is kept; {@code /tenants/{id}/data} and
 * {@code /tenants/{id}/users/{name}/data}: what there is, and its erasure.
 */
final class PrivacyRoutes {
  private static final String PROMPTS = "prompts_hours";
  private static final String IMAGES = "images_hours";
  private static final String JOBS = "jobs_hours";
  private static final String HASHED = "prompts_hashed";
  private static final String DRY_RUN = "dry_run";
  private static final int HOURS_MAX = (int) PrivacySettings.LONGEST.toHours();
  private static final int USER_MAX = 512;

  private final Supplier<ManagePrivacy> privacy;

  PrivacyRoutes(Supplier<ManagePrivacy> privacy) {
    this.privacy = privacy;
  }

  List<AdminRoute> all() {
    String settings = "/tenants/{id}/privacy";
    String tenant = "/tenants/{id}/data";
    String user = "/tenants/{id}/users/{name}/data";
    return List.of(
        AdminRoute.get(settings, this::show),
        new AdminRoute("PATCH", settings, 200, this::set),
        AdminRoute.get(tenant, this::count),
        new AdminRoute("DELETE", tenant, 200, this::erase),
        AdminRoute.get(user, this::countUser),
        new AdminRoute("DELETE", user, 200, this::eraseUser));
  }

  private ObjectNode show(AdminCall call) {
    return settings(found(call, privacy.get().find(call.who(), call.id())));
  }

  private ObjectNode set(AdminCall call) {
    call.fields().only(Set.of(PROMPTS, IMAGES, JOBS, HASHED));
    return settings(
        found(call, privacy.get().change(call.who(), call.id(), before -> changed(call, before))));
  }

  /** What is not named stays, what is null is left to the server. */
  private static PrivacySettings changed(AdminCall call, PrivacySettings before) {
    return new PrivacySettings(
        hours(call, PROMPTS, before.prompts()),
        hours(call, IMAGES, before.images()),
        hours(call, JOBS, before.jobs()),
        call.fields().bool(HASHED).orElse(before.promptsHashed()));
  }

  private static Optional<Duration> hours(AdminCall call, String name, Optional<Duration> before) {
    return call.body().has(name)
        ? call.fields().integer(name, 0, HOURS_MAX).map(Duration::ofHours)
        : before;
  }

  private static OptionalLong hours(Optional<Duration> kept) {
    return kept.map(time -> OptionalLong.of(time.toHours())).orElseGet(OptionalLong::empty);
  }

  private ObjectNode count(AdminCall call) {
    call.fields().only(Set.of());
    return json(found(call, privacy.get().count(call.who(), call.id())));
  }

  private ObjectNode countUser(AdminCall call) {
    call.fields().only(Set.of());
    return json(found(call, privacy.get().count(call.who(), call.id(), user(call))));
  }

  private ObjectNode erase(AdminCall call) {
    return dryRun(call)
        ? untouched(found(call, privacy.get().count(call.who(), call.id())))
        : result(found(call, privacy.get().erase(call.who(), call.id())));
  }

  private ObjectNode eraseUser(AdminCall call) {
    String user = user(call);
    return dryRun(call)
        ? untouched(found(call, privacy.get().count(call.who(), call.id(), user)))
        : result(found(call, privacy.get().erase(call.who(), call.id(), user)));
  }

  private static boolean dryRun(AdminCall call) {
    call.fields().only(Set.of(DRY_RUN));
    return call.fields().bool(DRY_RUN).orElse(false);
  }

  private static String user(AdminCall call) {
    if (call.name().isEmpty() || call.name().length() > USER_MAX) {
      throw call.notFound("end user", "of such a name");
    }
    return call.name();
  }

  private static <T> T found(AdminCall call, Optional<T> of) {
    return of.orElseThrow(() -> call.notFound("tenant", call.id()));
  }

  private static ObjectNode settings(PrivacySettings settings) {
    ObjectNode json = Json.object();
    Json.number(json, PROMPTS, hours(settings.prompts()));
    Json.number(json, IMAGES, hours(settings.images()));
    Json.number(json, JOBS, hours(settings.jobs()));
    return json.put(HASHED, settings.promptsHashed());
  }

  private static ObjectNode untouched(ErasureReport report) {
    ObjectNode json = json(report).put("complete", false).put("jobs_left", report.jobs());
    Json.time(json, "gone_by", Optional.empty());
    return json;
  }

  private static ObjectNode result(EraseData.Result result) {
    ObjectNode json =
        json(result.erased())
            .put("complete", result.complete())
            .put("jobs_left", result.jobsLeft());
    Json.time(json, "gone_by", result.goneBy());
    return json;
  }

  private static ObjectNode json(ErasureReport report) {
    return Json.object()
        .put("jobs", report.jobs())
        .put("images", report.images())
        .put("bytes", report.bytes())
        .put("deliveries", report.deliveries())
        .put("endpoints", report.endpoints());
  }
}
