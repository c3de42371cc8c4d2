package dev.lvs.lab.traffic;

import java.util.concurrent.Callable;

/** Runs code where the sockets it opens belong to one machine of the lab. */
@FunctionalInterface
public interface Inside {
  <T> T call(Callable<T> code);
}
