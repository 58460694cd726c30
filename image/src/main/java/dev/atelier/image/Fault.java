package dev.atelier.image;

/**
 * Why something failed, in our words; each dialect has one renderer that turns it into its own
 * body.
 *
 * <p>No component ever holds a prompt or a secret.
 */
public sealed interface Fault permits RequestFault, AdmissionFault, JobFault {}
