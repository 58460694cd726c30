package dev.atelier.gateway.dispatch;

import dev.atelier.database.NoticeListener;
import dev.atelier.database.Notices;
import dev.atelier.gateway.attempt.RunningCalls;
import dev.atelier.image.JobId;

/**
 * What this process does at the word of others that share its database: it looks at the queue when
 * they have queued something, and ends its calls of jobs that they cancelled. Where it missed that,
 * it finds out by {@link RenewLeases} and the dispatcher's own tick.
 */
public final class HearOthers {
  /** The topic of cancelled jobs; the text is the job's id. */
  static final String CANCELLED = "cancelled";

  private final Notices notices;
  private final ClaimJobs claims;
  private final RunningCalls running;

  public HearOthers(Notices notices, ClaimJobs claims, RunningCalls running) {
    this.notices = notices;
    this.claims = claims;
    this.running = running;
  }

  /**
   * From now on.
   *
   * @param renew has leases renewed soon, on another thread
   */
  public void listen(Runnable renew) {
    notices.listen(Backlog.QUEUED, new Queued());
    notices.listen(CANCELLED, new Cancelled(renew));
  }

  private final class Queued implements NoticeListener {
    @Override
    public void told(String text) {
      claims.wakeHere();
    }

    @Override
    public void missed() {
      claims.wakeHere();
    }
  }

  private final class Cancelled implements NoticeListener {
    private final Runnable renew;

    Cancelled(Runnable renew) {
      this.renew = renew;
    }

    @Override
    public void told(String text) {
      running.cancel(JobId.parse(text));
    }

    @Override
    public void missed() {
      renew.run();
    }
  }
}
