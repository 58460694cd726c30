package dev.atelier.gateway;

import dev.atelier.database.DatabaseUnavailableException;
import dev.atelier.gateway.attempt.RunJobs;
import dev.atelier.gateway.attempt.RunningCalls;
import dev.atelier.gateway.dispatch.ClaimJobs;
import dev.atelier.gateway.dispatch.Dispatcher;
import dev.atelier.gateway.dispatch.HearOthers;
import dev.atelier.gateway.dispatch.Housekeeping;
import dev.atelier.gateway.dispatch.RecoverJobs;
import dev.atelier.gateway.dispatch.RenewLeases;
import dev.atelier.gateway.job.AdmissionGate;
import dev.atelier.gateway.job.Clocks;
import dev.atelier.gateway.relay.RelayEvents;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gateway at work: its steps, the threads that drive them, and an orderly end. */
public final class GatewayRuntime implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayRuntime.class);

  private final Gateway gateway;
  private final Work work;
  private final AdmissionGate gate;
  private final Clocks clocks;
  private final Dispatcher dispatcher;

  /** The steps that nobody calls but time. */
  public record Work(
      ClaimJobs claims,
      RenewLeases leases,
      RecoverJobs recover,
      Housekeeping housekeeping,
      RunJobs run,
      RunningCalls calls,
      HearOthers others,
      RelayEvents relay) {}

  GatewayRuntime(
      Gateway gateway, Work work, AdmissionGate gate, Duration renewEvery, Clocks clocks) {
    this.gateway = gateway;
    this.work = work;
    this.gate = gate;
    this.clocks = clocks;
    this.dispatcher = new Dispatcher(work.claims(), work.leases(), work.housekeeping(), renewEvery);
  }

  /** The steps that dialects call. */
  public Gateway gateway() {
    return gateway;
  }

  /** The steps that time calls, for a caller that is its own dispatcher. */
  public Work work() {
    return work;
  }

  /** Takes over what an earlier process left, then claims until closed. */
  public void start() {
    work.leases().begin();
    work.relay().begin();
    work.others().listen(dispatcher::renewSoon);
    work.recover().afterRestart();
    dispatcher.start();
    work.claims().wake();
  }

  /**
   * Refuses new work, begins no further call, waits for what runs for at most {@code max}, and
   * stops. Queued jobs stay queued: who waits for one is told to come back, unless other processes
   * may make it meanwhile. Returns how many jobs were cut off.
   */
  public int drain(Duration max) throws InterruptedException {
    gate.drain();
    dispatcher.renewSoon(); // which tells that it drains
    gateway.watch().leaveQueued();
    long deadline = clocks.deadline(max);
    while ((work.run().active() > 0 || gateway.watch().waitsForOthers())
        && !clocks.passed(deadline)) {
      clocks.sleep(Duration.ofMillis(20));
    }
    gateway.watch().leaveToOthers();
    int left = work.run().active();
    close();
    return left;
  }

  /** After {@link #close}, when no call goes on: what is left is anybody's. */
  public void leave() {
    try {
      work.leases().leave();
    } catch (DatabaseUnavailableException e) {
      LOG.info("leases run out by themselves: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    gate.drain();
    dispatcher.close();
    work.calls().interruptAll();
  }

  /** One virtual thread for each preview on its way to or from another process. */
  static Executor relayThreads() {
    return task -> Thread.ofVirtual().name("relay").start(task);
  }

  /** One virtual thread for each call. */
  public static ExecutorService virtualThreads() {
    return Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("attempt-", 0).factory());
  }
}
