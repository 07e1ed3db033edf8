package netlessons.testkit.browser;

/**
 * What somebody looks through.
 *
 * @param width in CSS pixels, as height
 * @param touch a phone: fingers, a page as wide as it says, two dots for a pixel
 */
public record View(int width, int height, boolean touch, boolean dark) {
    public static final View DESKTOP = new View(1280, 800, false, false);
    public static final View PHONE = new View(390, 844, true, false);

    public View inTheDark() {
        return new View(width, height, touch, true);
    }
}
