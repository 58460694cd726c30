package dev.atelier.server.telemetry;

import dev.atelier.database.DatabaseUnavailableException;
import dev.atelier.http.server.TraceParent;
import dev.atelier.http.upstream.UpstreamTrace;
import dev.atelier.image.JobId;
import dev.atelier.provider.Account;
import dev.atelier.provider.AccountCheck;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.Call;
import dev.atelier.provider.Capabilities;
import dev.atelier.provider.Provider;
import dev.atelier.provider.Results;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A provider whose upstream is told in which span it is called. */
public final class PropagatingProvider implements Provider {
  private static final Logger LOG = LoggerFactory.getLogger(PropagatingProvider.class);

  private final Provider provider;
  private final Function<JobId, Optional<String>> traceparent;

  /**
   * @param traceparent looks up the span of the request in which a job came in
   */
  public PropagatingProvider(Provider provider, Function<JobId, Optional<String>> traceparent) {
    this.provider = provider;
    this.traceparent = traceparent;
  }

  @Override
  public AttemptOutcome attempt(Call call, Results results) throws InterruptedException {
    return in(call, () -> provider.attempt(call, results));
  }

  @Override
  public AttemptOutcome resume(Call call, String remoteId, Results results)
      throws InterruptedException {
    return in(call, () -> provider.resume(call, remoteId, results));
  }

  private AttemptOutcome in(
      Call call, ScopedValue.CallableOp<AttemptOutcome, InterruptedException> work)
      throws InterruptedException {
    Optional<TraceParent> own = span(call);
    return own.isPresent() ? UpstreamTrace.in(own.get().toString(), work) : work.call();
  }

  /** A call is not held up because it cannot be said in which span it is. */
  private Optional<TraceParent> span(Call call) {
    try {
      return JobIds.request(traceparent.apply(call.job()))
          .map(request -> JobIds.attempt(request, call.attempt()));
    } catch (DatabaseUnavailableException e) {
      LOG.warn("job {}: its upstream is not told in which span it is called", call.job(), e);
      return Optional.empty();
    }
  }

  @Override
  public String name() {
    return provider.name();
  }

  @Override
  public Capabilities capabilities() {
    return provider.capabilities();
  }

  @Override
  public Capabilities capabilities(Account account) {
    return provider.capabilities(account);
  }

  @Override
  public Set<String> models() {
    return provider.models();
  }

  @Override
  public boolean takesMask(Account account, String model) {
    return provider.takesMask(account, model);
  }

  @Override
  public Duration timeLimit(Account account, Duration usual) {
    return provider.timeLimit(account, usual);
  }

  @Override
  public AccountCheck check(Account account) throws InterruptedException {
    return provider.check(account);
  }

  @Override
  public Optional<String> problem(Account account) {
    return provider.problem(account);
  }
}
