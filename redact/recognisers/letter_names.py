"""Names of letters as they are said when a plate or an account is read out, in three languages."""

from typing import Final

LETTER_NAMES: Final = frozenset(
    "а е ё й ы бэ бе вэ ве гэ ге дэ де жэ же зэ зе и ка кэ эль эл эм эн о пэ пе эр эс тэ те у эф ха хэ цэ це"
    " че ша ща э ю я икс игрек зет зэт "
    "эй би си ди джи эйч ай джей кей кью ти ви вай уай дубль дабл ве кэй кьюн зед вэй экс ар "
    "a b c d e f g h i j k l m n o p q r s t u v w x y z ay bee cee see dee ee ef gee aitch jay kay"
    " el em en oh pee "
    "cue queue ar ess tee vee ex why zed zee "
    # the words that spell letters in the three languages
    "alpha alfa bravo charlie delta echo foxtrot golf hotel india juliet juliett kilo lima mike november "
    "oscar papa "
    "quebec romeo sierra tango uniform victor whiskey whisky xray yankee zulu "
    "анна антон борис василий григорий галина дмитрий елена евгений женя зинаида зина иван константин "
    "леонид любовь "
    "мария михаил николай наташа ольга олег павел роман сергей семён степан татьяна тамара тимур ульяна "
    "фёдор федор "
    "харитон цапля человек шура щука эхо юрий юлия яков ән эм ха қа ға ың ұ ү і ь".split()
)
# Everyday words and names: a run of letters must hold another kind of letter, or stand near a car.
ALSO_WORDS: Final = frozenset(
    "он а е и о у я б в к с же на не не но да ха эх mike papa victor charlie oscar romeo hotel a i o oh see "
    "are you be "
    "анна антон борис василий григорий галина дмитрий елена евгений женя зинаида зина иван константин "
    "леонид любовь "
    "мария михаил николай наташа ольга олег павел роман сергей семён степан татьяна тамара тимур ульяна "
    "фёдор федор "
    "харитон человек шура юрий юлия яков".split()
)
