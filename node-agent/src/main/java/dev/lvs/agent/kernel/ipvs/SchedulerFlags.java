package dev.lvs.agent.kernel.ipvs;

import dev.lvs.agent.model.ipvs.ServiceFlag;
import dev.lvs.agent.model.ipvs.ServiceSettings;
import java.util.List;
import java.util.stream.Stream;

/** The flags of schedulers as {@code ipvsadm -b} names them. */
public final class SchedulerFlags {
  private static final String THIRD = "flag-3";

  private SchedulerFlags() {}

  /** Every flag that is set. */
  public static List<String> of(ServiceSettings settings) {
    return Stream.of(ServiceFlag.SCHED_1, ServiceFlag.SCHED_2, ServiceFlag.SCHED_3)
        .filter(settings.flags()::contains)
        .map(flag -> name(settings.scheduler(), flag))
        .toList();
  }

  /** Those that ipvsadm shows: for sh and mh it has no word for the third. */
  public static List<String> shown(ServiceSettings settings) {
    return isNamed(settings.scheduler())
        ? of(settings).stream().filter(flag -> !flag.equals(THIRD)).toList()
        : of(settings);
  }

  private static String name(String scheduler, ServiceFlag flag) {
    return switch (flag) {
      case SCHED_1 -> isNamed(scheduler) ? scheduler + "-fallback" : "flag-1";
      case SCHED_2 -> isNamed(scheduler) ? scheduler + "-port" : "flag-2";
      case SCHED_3 -> THIRD;
      case PERSISTENT, ONE_PACKET ->
          throw new IllegalArgumentException("not a scheduler's " + flag);
    };
  }

  private static boolean isNamed(String scheduler) {
    return scheduler.equals("sh") || scheduler.equals("mh");
  }
}
