package dev.atelier.gateway;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The gateway at work: its steps put together, the thread that claims, and an orderly end. */
public final class GatewayRuntime implements AutoCloseable {
  private final GatewayParts parts;
  private final Gateway gateway;
  private final ClaimJobs claims;
  private final RecoverJobs recover;
  private final Housekeeping housekeeping;
  private final Running running = new Running();
  private final Dispatcher dispatcher;

  /**
   * @param workers runs one attempt per task; a virtual thread each, or the caller's own thread in
   *     a simulation
   */
  public GatewayRuntime(GatewayParts parts, PrepareInputs prepare, Executor workers) {
    this(parts, prepare, workers, CommitRetry.NEVER);
  }

  /** The same, with attempts that wait for a database that is away when they end. */
  public GatewayRuntime(
      GatewayParts parts, PrepareInputs prepare, Executor workers, CommitRetry commitRetry) {
    this.parts = parts;
    var quote = new QuoteJob(parts.catalog(), parts.accounts());
    var end = new EndJob(parts);
    var backlog = new Backlog();
    var finish = new FinishImages(parts, quote, end, commitRetry, backlog);
    var estimate = new WaitEstimate();
    var check = new CheckDelivery(parts.artifacts(), parts.transcoder());
    var run =
        new RunAttempt(
            parts, new ProviderCalls(parts.artifacts()), finish, check, running, estimate);
    this.claims = new ClaimJobs(parts, run, workers, estimate, backlog);
    this.recover = new RecoverJobs(parts, finish, claims);
    this.housekeeping = new Housekeeping(parts, running, recover, finish);
    this.dispatcher = new Dispatcher(claims, housekeeping);
    var uploads = new StoreUpload(parts);
    this.gateway =
        new Gateway(
            prepare,
            new SubmitJob(parts, new ResolveOrder(parts.catalog()), quote, claims, end),
            new WatchJob(parts),
            new CancelJob(parts, running, end),
            new FindJob(parts),
            uploads,
            new StoreFiles(parts, uploads),
            new ManageArtifacts(parts),
            new GetBalance(parts));
  }

  /** The steps that dialects call. */
  public Gateway gateway() {
    return gateway;
  }

  /** One claim, for a caller that is its own dispatcher. */
  public ClaimJobs claims() {
    return claims;
  }

  /** What is due, for a caller that is its own dispatcher. */
  public Housekeeping housekeeping() {
    return housekeeping;
  }

  /** What an earlier process left, for a caller that is its own dispatcher. */
  public RecoverJobs recover() {
    return recover;
  }

  /** Takes over what an earlier process left, then claims until closed. */
  public void start() {
    recover.afterRestart();
    dispatcher.start();
    claims.wake();
  }

  /**
   * Refuses new work, waits for running work for at most {@code patience}, and stops. Queued jobs
   * stay queued. Returns how many attempts were cut off.
   */
  public int drain(Duration patience) throws InterruptedException {
    parts.admissionGate().drain();
    gateway.watch().leaveQueued();
    Instant end = parts.clock().instant().plus(patience);
    while (running.count() > 0 && parts.clock().instant().isBefore(end)) {
      Thread.sleep(20);
    }
    int left = running.count();
    dispatcher.close();
    running.interruptAll();
    return left;
  }

  @Override
  public void close() {
    parts.admissionGate().drain();
    dispatcher.close();
    running.interruptAll();
  }

  /** One virtual thread for each attempt. */
  public static ExecutorService virtualThreads() {
    return Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("attempt-", 0).factory());
  }
}
