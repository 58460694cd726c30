package dev.atelier.server.backup;

/** Where the secret key is by which links are signed and credentials of accounts are sealed. */
public enum SecretKeyPlace {
  /** In the backup: whoever has it has the credentials, and can sign links. */
  INCLUDED("included"),

  /** It was left out as asked; the restored directory needs it. */
  LEFT_OUT("left out"),

  /** The data directory had none: it was in {@code ATELIER_SECRET_KEY}, which is needed again. */
  ELSEWHERE("in the settings");

  private final String word;

  SecretKeyPlace(String word) {
    this.word = word;
  }

  /** As manifests and people write it. */
  public String word() {
    return word;
  }

  static SecretKeyPlace of(String word) {
    for (SecretKeyPlace place : values()) {
      if (place.word.equals(word)) {
        return place;
      }
    }
    throw new BackupRefusedException("the manifest says something unknown of the key: " + word);
  }
}
