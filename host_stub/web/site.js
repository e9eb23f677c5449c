// What pages do beyond their forms. Without it everything still works.
"use strict";

// Buttons that copy the text of an input. They are hidden where nothing can be copied.
function offer_copying() {
    for (const button of document.querySelectorAll("[data-copy]")) {
        const input = document.getElementById(button.dataset.copy);
        button.hidden = false;
        button.addEventListener("click", async () => {
            input.select();
            try {
                await navigator.clipboard.writeText(input.value);
            } catch {
                return; // the text stays selected, so that the keyboard can copy it
            }
            const before = [...button.childNodes];
            button.replaceChildren(button.dataset.done);
            button.setAttribute("aria-live", "polite");
            setTimeout(() => button.replaceChildren(...before), 2000);
        });
    }
}

// Fields that are required while another field has certain values: [["/mode", "qr", "qr_legacy"], ...].
function follow_conditions() {
    for (const field of document.querySelectorAll("[data-required-when]")) {
        const others = JSON.parse(field.dataset.requiredWhen).map(([name, ...values]) =>
            ({control: field.form.elements.namedItem(name), values}));
        const update = () => {
            field.required = others.some(({control, values}) => control && values.includes(control.value));
        };
        for (const {control} of others) control?.addEventListener("change", update);
        update();
    }
}

// Shows a chosen image before it is sent.
function preview_images() {
    for (const image of document.querySelectorAll("[data-preview-of]")) {
        const input = document.getElementById(image.dataset.previewOf);
        input.addEventListener("change", () => {
            const reader = new FileReader();
            reader.addEventListener("load", () => {
                image.src = reader.result;
                image.hidden = false;
            });
            if (input.files[0]) reader.readAsDataURL(input.files[0]);
        });
    }
}

// While a test is running, fetches its page again every second and shows the steps it has now.
async function follow_progress() {
    const place = document.getElementById("progress");
    while (place && place.hasAttribute("data-running")) {
        await new Promise(done => setTimeout(done, 1000));
        const answer = await fetch(location.href).catch(() => null);
        if (!answer || !answer.ok) return;
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const now = page.getElementById("progress");
        if (!now) return;
        place.replaceChildren(...now.childNodes);
        place.toggleAttribute("data-running", now.hasAttribute("data-running"));
    }
}

offer_copying();
follow_conditions();
preview_images();
follow_progress();
