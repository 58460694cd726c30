/** Another gateway beside the measured server, in a project of its own. */
package dev.atelier.benchmarks.peer;
