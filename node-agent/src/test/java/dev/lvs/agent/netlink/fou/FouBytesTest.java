package dev.lvs.agent.netlink.fou;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.model.device.GuePort;
import dev.lvs.agent.netlink.Answer;
import dev.lvs.agent.netlink.Answer.Refused;
import dev.lvs.agent.netlink.Captured;
import dev.lvs.agent.netlink.Errno;
import dev.lvs.agent.netlink.Exchange;
import dev.lvs.agent.netlink.GenericFamily;
import dev.lvs.agent.netlink.Message;
import dev.lvs.net.AddressFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Requests and replies of fou, by bytes captured on a real kernel. */
class FouBytesTest {
  private static final GenericFamily.Present FAMILY =
      new GenericFamily.Present(Fou.FOU_GENL_NAME, 23);
  private static final GuePort FOUR = new GuePort(AddressFamily.IPV4, 6080);
  private static final GuePort SIX = new GuePort(AddressFamily.IPV6, 6080);

  private final FouRequests requests = new FouRequests(FAMILY);

  @Test
  void findsTheFamilyAmongAll() {
    Exchange families = Captured.read("fou/list-families").replayed();

    assertThat(GenericFamily.find(families, "fou")).isEqualTo(FAMILY);
  }

  @Test
  void doesNotFindWhatIsNotThere() {
    Exchange families = Captured.read("fou/list-families").replayed();

    assertThat(GenericFamily.find(families, "macsec"))
        .isEqualTo(new GenericFamily.Absent("macsec"));
  }

  @Test
  void opensPorts() {
    assertThat(answer("fou/add", requests.add(FOUR))).isEqualTo(Answer.ACCEPTED);
    assertThat(answer("fou/add-ipv6", requests.add(SIX))).isEqualTo(Answer.ACCEPTED);
    assertThat(answer("fou/add-again", requests.add(FOUR)))
        .isEqualTo(new Refused(Errno.EADDRINUSE, Optional.empty()));
  }

  @Test
  void closesPorts() {
    assertThat(answer("fou/delete", requests.delete(FOUR))).isEqualTo(Answer.ACCEPTED);
    assertThat(answer("fou/delete-missing", requests.delete(FOUR)))
        .isEqualTo(new Refused(Errno.EINVAL, Optional.empty()));
  }

  @Test
  void listsOnlyWhatIsOpenToEverybodyForGue() {
    Captured captured = Captured.read("fou/list");
    List<GuePort> ports = new ArrayList<>();

    captured
        .replayed()
        .dump(requests.list(), (_, reply) -> FouEntry.read(reply).ifPresent(ports::add));

    assertThat(captured.encoded(requests.list())).isEqualTo(captured.request());
    assertThat(ports).containsExactly(SIX, FOUR);
  }

  private static Answer answer(String name, Message message) {
    Captured captured = Captured.read(name);
    assertThat(captured.encoded(message)).isEqualTo(captured.request());
    return captured.replayed().execute(message);
  }
}
