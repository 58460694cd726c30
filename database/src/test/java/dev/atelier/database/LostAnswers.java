package dev.atelier.database;

/** What is thrown where the answer to a commit is lost, for those who play that. */
public final class LostAnswers {
  private LostAnswers() {}

  /** The commit may be on disk. */
  public static CommitUnknownException of(String why) {
    return new CommitUnknownException(why);
  }
}
