package dev.atelier.gateway.settle;

import dev.atelier.image.JobId;
import dev.atelier.metering.AdmissionPermit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The permits of the jobs that count as their callers' concurrent ones, until each job ends. */
public final class AdmissionPermits {
  private final Map<JobId, AdmissionPermit> permits = new ConcurrentHashMap<>();

  /** Keeps a permit until its job ends. */
  public void hold(JobId job, AdmissionPermit permit) {
    AdmissionPermit before = permits.put(job, permit);
    if (before != null) {
      before.close();
    }
  }

  /** Gives back the permit of a job that has ended, or that never was. */
  public void release(JobId job) {
    AdmissionPermit permit = permits.remove(job);
    if (permit != null) {
      permit.close();
    }
  }

  /** How many are held, for a metric. */
  public int held() {
    return permits.size();
  }
}
