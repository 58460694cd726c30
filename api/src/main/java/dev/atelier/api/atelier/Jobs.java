package dev.atelier.api.atelier;

import dev.atelier.api.read.Fields;
import dev.atelier.api.read.JobIdFormat;
import dev.atelier.gateway.Gateway;
import dev.atelier.gateway.query.JobDetail;
import dev.atelier.http.server.Exchange;
import dev.atelier.image.FaultException;
import dev.atelier.image.RequestFault;
import dev.atelier.image.TenantId;
import dev.atelier.metering.key.Principal;
import dev.atelier.queue.CancelResult;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobState;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code /jobs}: lists, shows and cancels them, whatever API they came through. */
final class Jobs {
  private static final String STATE = "state";
  private static final String TENANT = "tenant";
  private static final int TENANT_MAX = 128;
  private static final String EVERY_TENANT = "*";

  private final Gateway gateway;
  private final AnswerErrors errors;
  private final DescribeJob describe;

  Jobs(Gateway gateway, AnswerErrors errors, DescribeJob describe) {
    this.gateway = gateway;
    this.errors = errors;
    this.describe = describe;
  }

  void list(Exchange exchange, Principal principal) throws IOException {
    Fields query = Fields.ofQuery(exchange);
    var page = Page.of(query, JobIdFormat::parse, Set.of(STATE, TENANT));
    Optional<JobState> state = query.oneOf(STATE, List.of(JobState.values()), Json::word);
    Optional<String> tenant = query.text(TENANT).map(String::strip).filter(text -> !text.isEmpty());
    if (tenant.isEmpty()) {
      List<Job> jobs = gateway.find().list(principal, state, page.before(), page.asked());
      Json.respond(exchange, 200, page.json(jobs, job -> describe.of(exchange, job), Job::id));
      return;
    }
    List<Job> jobs =
        gateway
            .find()
            .list(principal, named(query, tenant.get()), state, page.before(), page.asked());
    Json.respond(
        exchange,
        200,
        page.json(
            jobs, job -> describe.of(exchange, job).put(TENANT, job.tenant().value()), Job::id));
  }

  private static Optional<TenantId> named(Fields query, String tenant) {
    if (tenant.length() > TENANT_MAX) {
      throw query.invalid(TENANT, new RequestFault.Problem.TooLong(TENANT_MAX, tenant.length()));
    }
    return tenant.equals(EVERY_TENANT) ? Optional.empty() : Optional.of(new TenantId(tenant));
  }

  void show(Exchange exchange, Principal principal) throws IOException {
    JobDetail detail =
        JobIdFormat.parse(exchange.variable("id"))
            .flatMap(id -> gateway.find().detail(principal, id))
            .orElseThrow(() -> notFound(exchange));
    if (!describe.known(exchange, principal, detail)) {
      Json.respond(exchange, 200, describe.full(exchange, principal, detail));
    }
  }

  /** Repeating it changes nothing. */
  void cancel(Exchange exchange, Principal principal) throws IOException {
    Job job = own(exchange, principal);
    CancelResult result = gateway.cancel().cancel(principal, job.id());
    Job now = own(exchange, principal);
    if (result == CancelResult.CANCELLED || now.state() == JobState.CANCELLED) {
      Json.respond(exchange, 200, describe.of(exchange, now));
    } else {
      errors.answer(exchange, RenderFault.ended());
    }
  }

  /** The job that the path names, if the caller may see it. */
  Job require(Exchange exchange, Principal principal) {
    return JobIdFormat.parse(exchange.variable("id"))
        .flatMap(id -> gateway.find().find(principal, id))
        .orElseThrow(() -> notFound(exchange));
  }

  /** The same for whoever may make and cancel jobs without seeing others. */
  private Job own(Exchange exchange, Principal principal) {
    return JobIdFormat.parse(exchange.variable("id"))
        .flatMap(id -> gateway.find().find(principal.tenant(), id))
        .orElseThrow(() -> notFound(exchange));
  }

  private static FaultException notFound(Exchange exchange) {
    return new FaultException(new RequestFault.NotFound("job", exchange.variable("id")));
  }
}
