package dev.atelier.simulation;

/** What can be wrong with a whole account. */
enum AccountFault {
  NONE,
  /** Nobody answers. */
  DEAD,
  /** Its credential is not accepted. */
  CREDENTIAL,
  /** Its money is used up. */
  QUOTA
}
