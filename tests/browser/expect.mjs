export function expect(so, otherwise) {
    if (!so) throw new Error(otherwise);
}
