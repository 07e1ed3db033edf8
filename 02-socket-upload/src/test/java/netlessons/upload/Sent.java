package netlessons.upload;

import java.text.Normalizer;
import java.util.Arrays;

/** Looks at what a sender has sent. */
final class Sent {
    private Sent() {}

    /** This file has arrived, with these bytes. */
    static void expect(ModelReceiver model, String name, byte[] bytes) {
        byte[] there = model.files.get(name);
        if (there == null) {
            String other = model.files.keySet().stream()
                    .filter(one ->
                            Normalizer.normalize(one, Normalizer.Form.NFC).equals(name))
                    .findFirst()
                    .orElse("");
            if (!other.isEmpty()) {
                throw new AssertionError("expected an upload of " + name + " in Normalization Form C (section 6); "
                        + "it came in another form, with " + other.length() + " characters in place of "
                        + name.length());
            }
            throw new AssertionError("expected an upload of " + name + "; there were "
                    + (model.files.isEmpty() ? "none" : String.join(", ", model.files.keySet())));
        }
        int wrong = Arrays.mismatch(there, bytes);
        if (wrong >= 0) {
            throw new AssertionError("expected the " + bytes.length + " bytes of " + name + "; what came is "
                    + there.length + " bytes, and different from byte " + wrong + " on");
        }
    }
}
